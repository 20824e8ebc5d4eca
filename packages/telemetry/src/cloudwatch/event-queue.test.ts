import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventQueue, type OverflowPolicy } from './event-queue.ts';
import { event } from './fixtures/shipper-options.ts';

/** Puts events of these severities in, then evicts for an event of severity `incoming` until nothing gives way. */
function evicted(policy: OverflowPolicy, severities: readonly number[], incoming: number): readonly number[] {
  const queue = createEventQueue(policy);
  severities.forEach((severityNumber, index) =>
    queue.add({ event: event({ severityNumber }), sequence: index + 1 }),
  );
  const sequences: number[] = [];
  for (let victim = queue.evictFor(incoming); victim !== undefined; victim = queue.evictFor(incoming))
    sequences.push(victim.sequence);
  return sequences;
}

test.for<readonly [OverflowPolicy, readonly number[], number, readonly number[]]>([
  ['drop-oldest', [9, 17, 5, 13, 9, 5], 21, [3, 6, 1, 5, 4, 2]],
  ['drop-oldest', [9, 17, 5, 13, 9, 5], 9, [3, 6, 1, 5]],
  ['drop-oldest', [17, 13], 9, []],
  ['drop-newest', [9, 17, 5, 13, 9, 5], 17, [6, 3, 5, 1, 4]],
  ['drop-newest', [9, 9], 9, []],
])(
  'G3: overflow with %s of %j by an event of %i gives up %j: low severity first, errors last',
  ([policy, severities, incoming, expected]) => {
    expect(evicted(policy, severities, incoming)).toEqual(expected);
  },
);

test('events come out in the order in which they came, whatever their severity, and the bytes add up', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 24 }), { maxLength: 5000 }), (severities) => {
      const queue = createEventQueue('drop-oldest');
      severities.forEach((severityNumber, index) =>
        queue.add({ event: event({ severityNumber }), sequence: index }),
      );
      expect(queue.bytes()).toBe(severities.length * (100 + 26 + 128));
      severities.forEach((_, index) => expect(queue.takeFirst()?.sequence).toBe(index));
      expect([queue.takeFirst(), queue.length(), queue.bytes()]).toEqual([undefined, 0, 0]);
    }),
    { numRuns: 30 },
  );
});
