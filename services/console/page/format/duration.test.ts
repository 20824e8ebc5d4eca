import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatMilliseconds } from './duration.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '400 ns'],
    [0.00424, '4.24 µs'],
    [0.812, '812 µs'],
    [0.9999, '1.00 ms'],
    [1.239, '1.24 ms'],
    [12.44, '12.4 ms'],
    [999.4, '999 ms'],
    [999.9, '1.00 s'],
    [12_340, '12.3 s'],
    [59_990, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [-0.5, '−500 µs'],
  ])('shows %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('never needs more than three digits before the unit below a minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 59_900, noNaN: true }), (durationMs) => {
        expect(formatDuration(durationMs)).toMatch(/^\d{1,3}(\.\d{1,2})? (ns|µs|ms|s)$/);
      }),
    );
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0.8, '0.8 ms'],
    [0.0421, '0.042 ms'],
    [1.236, '1.24 ms'],
    [12.36, '12.4 ms'],
    [-0.3, '−0.3 ms'],
    [0, '0 ms'],
  ])('shows %d as %s', (durationMs, text) => {
    expect(formatMilliseconds(durationMs)).toBe(text);
  });
});
