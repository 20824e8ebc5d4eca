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

it('counts from the begin of the trace also where the ruler begins before it', () => {
  expect(toTimeTicks(40, 4, -15)).toEqual([
    { position: 0.125, label: '-10 ms' },
    { position: 0.375, label: '0 ms' },
    { position: 0.625, label: '10 ms' },
    { position: 0.875, label: '20 ms' },
  ]);
});

it('stays inside the ruler, ascends and keeps to the most it may show', () => {
  const extents = fc.double({ min: 1e-5, max: 1e7, noNaN: true });
  const starts = fc.double({ min: -1, max: 0, noNaN: true });
  fc.assert(
    fc.property(extents, fc.integer({ min: 1, max: 12 }), starts, (extentMs, maxTicks, start) => {
      expect(toTimeTicks(extentMs, maxTicks)[0]?.position).toBe(0);
      const positions = toTimeTicks(extentMs, maxTicks, start * extentMs).map(({ position }) => position);
      expect(positions.length).toBeLessThanOrEqual(maxTicks + 1);
      expect(positions.every((position) => position >= -1e-9 && position <= 1 + 1e-9)).toBe(true);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }),
  );
});
