import type { Hop } from '../../src/api/types.ts';
import { formatMilliseconds } from '../format/duration.ts';

/** A crossing in words: `→ 0.8 ms network`. A negative gap is no network time, and says so. */
export function describeRequestGap(hop: Hop): string {
  return hop.requestGapMs < 0
    ? `clocks differ by ${formatMilliseconds(-hop.requestGapMs)} or more`
    : `→ ${formatMilliseconds(hop.requestGapMs)} network`;
}

/** The way back: `← 0.4 ms`; undefined where the server went on after its answer had arrived. */
export function describeResponseGap(hop: Hop): string | undefined {
  return hop.responseGapMs < 0 ? undefined : `← ${formatMilliseconds(hop.responseGapMs)}`;
}
