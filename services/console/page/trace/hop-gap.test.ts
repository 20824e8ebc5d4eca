import { expect, it } from 'vitest';
import { describeRequestGap, describeResponseGap } from './hop-gap.ts';

const hop = { clientSpanId: 'a', serverSpanId: 'b', fromService: 'gateway', toService: 'activities' };

it('gives both gaps of a crossing in milliseconds', () => {
  expect(describeRequestGap({ ...hop, requestGapMs: 0.8, responseGapMs: 0.412 })).toBe('→ 0.8 ms network');
  expect(describeResponseGap({ ...hop, requestGapMs: 0.8, responseGapMs: 0.412 })).toBe('← 0.41 ms');
});

it('does not call a difference of clocks network time', () => {
  expect(describeRequestGap({ ...hop, requestGapMs: -3, responseGapMs: 5 })).toBe(
    'clocks differ by 3 ms or more',
  );
  expect(describeResponseGap({ ...hop, requestGapMs: 1, responseGapMs: -1 })).toBeUndefined();
});
