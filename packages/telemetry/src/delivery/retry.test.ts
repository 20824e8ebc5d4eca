import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter, retryDelayMs } from './retry.ts';

const settings = { maxAttempts: 6, firstDelayMs: 500, maxDelayMs: 10_000 };

test('the pause doubles up to its maximum, and at least half of it is always waited', () => {
  const attempts = [1, 2, 3, 4, 5, 6, 60];
  expect(attempts.map((attempt) => retryDelayMs(attempt, undefined, settings, () => 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  expect(attempts.map((attempt) => retryDelayMs(attempt, undefined, settings, () => 0))).toEqual([
    250, 500, 1000, 2000, 4000, 5000, 5000,
  ]);
});

test('a Retry-After makes the pause longer, never shorter, and never longer than a minute', () => {
  expect(retryDelayMs(1, 7000, settings, () => 1)).toBe(7000);
  expect(retryDelayMs(1, 0, settings, () => 1)).toBe(500);
  expect(retryDelayMs(1, 86_400_000, settings, () => 1)).toBe(60_000);
});

test('the pause is within its bounds for every chance', () => {
  const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const retryAfter = fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), retryAfter, chances, (attempt, retryAfterMs, chance) => {
      const delayMs = retryDelayMs(attempt, retryAfterMs, settings, () => chance);
      expect(delayMs).toBeGreaterThanOrEqual(250);
      expect(delayMs).toBeLessThanOrEqual(retryAfterMs === undefined ? 10_000 : 60_000);
    }),
  );
});

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
test.for([
  [null, undefined],
  ['0', 0],
  ['120', 120_000],
  [' 3 ', 3000],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['Saturday, 21-Nov-26 12:00:30 GMT', 30_000],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['Soon enough', undefined],
  ['99999999999', undefined],
] as const)('Retry-After %j is %s ms', ([header, expected]) => {
  expect(parseRetryAfter(header, nowMs)).toBe(expected);
});

test('no Retry-After makes it throw or gives a time in the past', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(parseRetryAfter(header, nowMs) ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
