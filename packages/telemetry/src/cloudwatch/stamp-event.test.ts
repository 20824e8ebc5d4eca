import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { event } from './fixtures/shipper-options.ts';
import { maxStampBytes, stampEvent } from './stamp-event.ts';

const nowMs = Date.UTC(2026, 10, 21);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test.for([
  ['now', 0, 0, undefined, 0, {}],
  ['a week old', -7 * dayMs, 0, undefined, -7 * dayMs, {}],
  ['a month old', -30 * dayMs, 0, undefined, -14 * dayMs + 65 * 60_000, { original_ts: nowMs - 30 * dayMs }],
  ['older than its group keeps', -2 * dayMs, 0, 1, -dayMs + 65 * 60_000, { original_ts: nowMs - 2 * dayMs }],
  ['tomorrow', dayMs, 0, undefined, 2 * hourMs - 60_000, { original_ts: nowMs + dayMs }],
  [
    'by a clock three days ahead',
    0,
    -3 * dayMs,
    undefined,
    -3 * dayMs,
    { original_ts: nowMs, clock_skew_ms: -3 * dayMs },
  ],
  [
    'by a clock three days behind',
    0,
    3 * dayMs,
    undefined,
    3 * dayMs,
    { original_ts: nowMs, clock_skew_ms: 3 * dayMs },
  ],
] as const)('G20: an event of %s', ([, age, skewMs, retentionDays, expected, flags]) => {
  const made = event({ timestampMs: nowMs + age });
  const stamped = stampEvent(made, { nowMs, skewMs, retentionDays });
  expect(stamped.timestampMs - nowMs).toBe(expected);
  expect(JSON.parse(stamped.message)).toEqual({ ...JSON.parse(made.message), ...flags });
});

test('G20: every stamp is within what the service takes, is JSON, and has the bytes that it says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      (timestampMs, skewMs) => {
        const made = event({ timestampMs });
        const stamped = stampEvent(made, { nowMs, skewMs, retentionDays: undefined });
        const serverNowMs = nowMs + skewMs;
        expect(stamped.timestampMs).toBeGreaterThan(serverNowMs - 14 * dayMs);
        expect(stamped.timestampMs).toBeLessThan(serverNowMs + 2 * hourMs);
        expect(Number.isInteger(stamped.timestampMs)).toBe(true);
        expect(JSON.parse(stamped.message)).toBeTypeOf('object');
        expect(stamped.bytes).toBe(Buffer.byteLength(stamped.message) + 26);
        expect(stamped.bytes - 26 - made.messageBytes).toBeLessThanOrEqual(maxStampBytes);
      },
    ),
  );
});
