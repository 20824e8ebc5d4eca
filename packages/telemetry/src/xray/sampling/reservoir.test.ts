import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReservoir } from './reservoir.ts';

test('gives the quota of every second once, at its beginning', () => {
  const reservoir = createReservoir();
  const takeAt = (...timesMs: number[]): boolean[] => timesMs.map((timeMs) => reservoir.take(timeMs, 2));
  expect(takeAt(5000, 5001, 5002, 5999)).toEqual([true, true, false, false]);
  expect(takeAt(6000, 6999.9, 6999.9)).toEqual([true, true, false]);
  expect(takeAt(9000)).toEqual([true]);
});

test('a quota may change within a second, and be 0', () => {
  const reservoir = createReservoir();
  expect([3, 3, 2, 3, 3].map((perSecond) => reservoir.take(0, perSecond))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(reservoir.take(1000, 0)).toBe(false);
});

test('gives nothing to a clock that has gone back, until it is where it was', () => {
  const reservoir = createReservoir();
  expect([5000, 5001, 9000, 5002, 8999, 9000, 9001].map((timeMs) => reservoir.take(timeMs, 3))).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
});

test('never gives more than the quota in a second of a clock that runs and jumps as it likes', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 400 }) },
      fc.integer({ min: -10_000, max: 10_000 }),
      fc.constantFrom(-3_600_000, 3_600_000),
    ),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 10 }), (stepsMs, quota) => {
      const reservoir = createReservoir();
      const taken = new Map<number, number>();
      let nowMs = 1_000_000;
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        const second = Math.floor(nowMs / 1000);
        if (reservoir.take(nowMs, quota)) taken.set(second, (taken.get(second) ?? 0) + 1);
      }
      for (const count of taken.values()) expect(count).toBeLessThanOrEqual(quota);
    }),
    { numRuns: 500 },
  );
});

test('gives all of the quota while the clock runs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }), (quota, seconds) => {
      const reservoir = createReservoir();
      let taken = 0;
      for (let timeMs = 0; timeMs < seconds * 1000; timeMs += 20) {
        if (reservoir.take(timeMs, quota)) taken += 1;
      }
      expect(taken).toBe(quota * seconds);
    }),
  );
});
