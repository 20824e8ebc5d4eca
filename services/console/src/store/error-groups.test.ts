import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorOccurrence } from '../api/error-types.ts';
import { parseErrorItem } from '../receive/parse-error-item.ts';
import { ErrorGroups } from './error-groups.ts';

const roomy = { maxGroups: 100, maxOccurrencesPerGroup: 20, maxBytes: 10_000_000 };

let made = 0;
function createOccurrence(message: string, timeMs = 0): ErrorOccurrence {
  made += 1;
  return parseErrorItem({ body: { message: { body: message } } }, { timeMs, toUuid: () => `uuid-${made}` });
}

describe('ErrorGroups', () => {
  it('lets the group that was quiet for longest make room', () => {
    const groups = new ErrorGroups({ ...roomy, maxGroups: 2 });
    for (const [index, message] of ['a', 'b', 'a', 'c'].entries())
      groups.add(createOccurrence(message, index));
    expect(groups.list().map(({ message, count }) => [message, count])).toEqual([
      ['c', 1],
      ['a', 2],
    ]);
    expect(groups.evictedCount).toBe(1);
  });

  it('stays within its limits, and counts every occurrence, whatever comes', () => {
    const arrival = fc.record({ message: fc.constantFrom('a', 'b', 'c', 'd'), size: fc.nat(3_000) });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        const limits = { maxGroups: 3, maxOccurrencesPerGroup: 4, maxBytes: 12_000 };
        const groups = new ErrorGroups(limits);
        for (const [index, { message, size }] of arrivals.entries()) {
          const occurrence = { ...createOccurrence(message, index), environment: 'x'.repeat(size) };
          expect(groups.add(occurrence)).toBe(true);
          expect(groups.add(occurrence)).toBe(false);
          const [latest] = groups.list();
          expect(latest?.message).toBe(message);
          const kept = groups.list().flatMap(({ key }) => groups.get(key)?.occurrences ?? []);
          expect(groups.groupCount).toBeLessThanOrEqual(limits.maxGroups);
          expect(kept.reduce((sum, { environment }) => sum + 2 * environment.length, 0)).toBeLessThanOrEqual(
            limits.maxBytes,
          );
          expect(groups.get(latest?.key ?? '')?.occurrences.length).toBeLessThanOrEqual(4);
        }
        expect(groups.occurrenceCount).toBe(arrivals.length);
      }),
    );
  });
});
