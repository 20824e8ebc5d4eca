import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutBatch } from './cut-batch.ts';
import { createEventQueue } from './event-queue.ts';
import { event } from './fixtures/shipper-options.ts';
import { serviceLimits } from './limits.ts';
import type { TimeStanding } from './stamp-event.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21);
const times = fc.oneof(
  fc.constantFrom(nowMs, nowMs - 1),
  fc.integer({ min: nowMs - 16 * dayMs, max: nowMs + dayMs }),
);
const arbitraryEvents = fc.array(
  fc.record({
    timestampMs: times,
    bytes: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 30, max: 300 }) },
      fc.integer({ min: 30, max: 1_048_470 }),
    ),
    severityNumber: fc.integer({ min: 1, max: 24 }),
  }),
  { maxLength: 60 },
);
const standings = fc.record<TimeStanding>({
  nowMs: fc.constant(nowMs),
  skewMs: fc.constantFrom(0, 3 * dayMs, -3 * dayMs),
  retentionDays: fc.constantFrom(undefined, 1, 14),
});

test('G5: every batch has at most 1,048,576 bytes with 26 per event, its events, and 24 hours, in order', () => {
  fc.assert(
    fc.property(
      arbitraryEvents,
      standings,
      fc.integer({ min: 1, max: 10 }),
      (events, standing, maxBatchEvents) => {
        const queue = createEventQueue('drop-oldest');
        events.forEach((made, index) => queue.add({ event: event(made), sequence: index + 1 }));
        const limits = { ...serviceLimits, maxBatchEvents };
        let next = 1;
        for (
          let batch = cutBatch(queue, limits, standing);
          batch !== undefined;
          batch = cutBatch(queue, limits, standing)
        ) {
          const sent = batch.events;
          const bytes = sent.reduce((sum, { stamped }) => sum + Buffer.byteLength(stamped.message) + 26, 0);
          expect(bytes).toBeLessThanOrEqual(1_048_576);
          expect(bytes).toBe(sent.reduce((sum, { stamped }) => sum + stamped.bytes, 0));
          expect(sent.length).toBeLessThanOrEqual(maxBatchEvents);
          const sentTimes = sent.map(({ stamped }) => stamped.timestampMs);
          expect(Math.max(...sentTimes) - Math.min(...sentTimes)).toBeLessThanOrEqual(dayMs);
          // Equal timestamps keep the order in which they came.
          const inOrder = sent.toSorted(
            (left, right) =>
              left.stamped.timestampMs - right.stamped.timestampMs || left.sequence - right.sequence,
          );
          expect(sent).toEqual(inOrder);
          // What came first goes first: a batch is the beginning of what waits.
          expect(batch.firstSequence).toBe(next);
          const sequences = sent.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
          expect(sequences).toEqual(sent.map((_, index) => next + index));
          next += sent.length;
        }
        expect(next).toBe(events.length + 1);
        expect([queue.length(), queue.bytes()]).toEqual([0, 0]);
      },
    ),
  );
});

test('G5: a batch is filled to the last byte', () => {
  const queue = createEventQueue('drop-oldest');
  const half = { bytes: 1_048_576 / 2 - 26, timestampMs: nowMs };
  for (let sequence = 1; sequence <= 3; sequence += 1) queue.add({ event: event(half), sequence });
  const standing = { nowMs, skewMs: 0, retentionDays: undefined };
  expect(cutBatch(queue, serviceLimits, standing)?.events).toHaveLength(2);
  expect(cutBatch(queue, serviceLimits, standing)?.events).toHaveLength(1);
});
