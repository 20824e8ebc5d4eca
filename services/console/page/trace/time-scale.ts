import type { TraceDetail } from '../../src/api/types.ts';

/** Where moments of a trace lie on its timeline: fractions from 0 to 1. */
export interface TimeScale {
  readonly extentMs: number;
  readonly at: (offsetMs: number) => number;
}

/** Reaches from the first start to the last end, also where clocks that disagree put a span outside the trace. */
export function createTimeScale(trace: Pick<TraceDetail, 'durationMs' | 'spans'>): TimeScale {
  const ends = trace.spans.map(({ startOffsetMs, durationMs }) => startOffsetMs + durationMs);
  const extentMs = ends.reduce((latest, end) => Math.max(latest, end), trace.durationMs);
  return {
    extentMs,
    at: (offsetMs) => (extentMs <= 0 ? 0 : Math.min(Math.max(offsetMs / extentMs, 0), 1)),
  };
}

/** A fraction as a CSS length. */
export function toPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
