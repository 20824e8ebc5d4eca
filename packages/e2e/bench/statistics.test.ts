import { describe, expect, it } from 'vitest';
import { quantile, toRatios, toSpread, type TimedTurn } from './statistics.ts';

function turn(variant: string, cpuMicrosPerRequest: number): TimedTurn<string> {
  return { variant, cpuMicrosPerRequest };
}

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(quantile([10, 20], 0.99)).toBeCloseTo(19.9);
  });

  it('is the only value of one, and NaN of none', () => {
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('toSpread', () => {
  it('sorts by value, not as text, and leaves its input alone', () => {
    const values = [100, 9, 20, 1, 5];
    expect(toSpread(values)).toEqual({ median: 9, lowerQuartile: 5, upperQuartile: 20 });
    expect(values).toEqual([100, 9, 20, 1, 5]);
  });
});

describe('toRatios', () => {
  it('sets a turn against the mean of the baseline before and after it', () => {
    const ratios = toRatios([turn('bare', 100), turn('ours', 180), turn('bare', 140)], 'bare');
    expect(ratios.get('ours')).toEqual([1.5]);
  });

  it('follows drift: each turn has its own neighbours', () => {
    const ratios = toRatios(
      [turn('bare', 100), turn('ours', 120), turn('bare', 100), turn('peer', 300), turn('bare', 200)],
      'bare',
    );
    expect(ratios.get('ours')).toEqual([1.2]);
    expect(ratios.get('peer')).toEqual([2]);
  });

  it('takes the one neighbour there is at either end', () => {
    expect(toRatios([turn('ours', 150), turn('bare', 100)], 'bare').get('ours')).toEqual([1.5]);
    expect(toRatios([turn('bare', 100), turn('ours', 150)], 'bare').get('ours')).toEqual([1.5]);
  });

  it('never sets a baseline turn against itself', () => {
    const ratios = toRatios([turn('bare', 100), turn('ours', 999), turn('bare', 200)], 'bare');
    expect(ratios.get('bare')).toEqual([0.5, 2]);
    expect(toRatios([turn('bare', 100)], 'bare').size).toBe(0);
  });
});
