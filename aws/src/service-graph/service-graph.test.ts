import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageResponseTimeMs, percentileResponseTimeMs, type GraphStatistics } from './service-graph.ts';

const none: GraphStatistics = {
  requests: 0,
  faults: 0,
  errors: 0,
  throttles: 0,
  totalResponseTimeMs: 0,
  histogram: [],
};

describe('response times', () => {
  it('are unknown without requests', () => {
    expect(averageResponseTimeMs(none)).toBeUndefined();
    expect(percentileResponseTimeMs(none, 0.5)).toBeUndefined();
    const empty = { ...none, histogram: [{ responseTimeMs: 5, count: 0 }] };
    expect(percentileResponseTimeMs(empty, 0.95)).toBeUndefined();
  });

  it('at a percentile are those of the sorted requests', () => {
    const entry = fc.record({
      responseTimeMs: fc.integer({ min: 0, max: 1000 }),
      count: fc.integer({ min: 0, max: 20 }),
    });
    const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), share, (histogram, share) => {
        const times = histogram
          .flatMap(({ responseTimeMs, count }) => Array.from({ length: count }, () => responseTimeMs))
          .toSorted((a, b) => a - b);
        const expected = times[Math.ceil(share * times.length) - 1];
        expect(percentileResponseTimeMs({ ...none, histogram }, share)).toBe(expected);
      }),
    );
  });
});
