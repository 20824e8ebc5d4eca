import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toTimeTicks } from './time-ticks.ts';

it.each([
  [12.4, 6, ['0 ms', '5 ms', '10 ms']],
  [0.9, 5, ['0 µs', '200 µs', '400 µs', '600 µs', '800 µs']],
  [2500, 5, ['0 s', '0.5 s', '1 s', '1.5 s', '2 s', '2.5 s']],
  [0, 5, ['0 ms']],
])('marks %d ms with at most %d round steps', (extentMs, maxTicks, labels) => {
  expect(toTimeTicks(extentMs, maxTicks).map(({ label }) => label)).toEqual(labels);
});

it('stays inside the ruler, ascends and keeps to the most it may show', () => {
  const extents = fc.double({ min: 1e-5, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(extents, fc.integer({ min: 1, max: 12 }), (extentMs, maxTicks) => {
      const positions = toTimeTicks(extentMs, maxTicks).map(({ position }) => position);
      expect(positions[0]).toBe(0);
      expect(positions.length).toBeLessThanOrEqual(maxTicks + 1);
      expect(positions.every((position) => position >= 0 && position <= 1 + 1e-9)).toBe(true);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }),
  );
});
