/** Where moments of a trace lie on its timeline: fractions from 0 to 1. */
export interface TimeScale {
  /** The offset of its left end: 0, or negative where something begins before the trace. */
  readonly startMs: number;
  readonly extentMs: number;
  readonly at: (offsetMs: number) => number;
}

export interface TimedTrace {
  readonly durationMs: number;
  readonly spans: readonly Timed[];
  /** The scale is one for spans and documents, so that the two views can be laid side by side. */
  readonly xray?: { readonly documents: readonly Timed[] };
}

interface Timed {
  readonly startOffsetMs: number;
  readonly durationMs: number;
}

/** Reaches from the first start to the last end, also where clocks that disagree put a span outside the trace. */
export function createTimeScale({ durationMs, spans, xray }: TimedTrace): TimeScale {
  const timed = [...spans, ...(xray?.documents ?? [])];
  const ends = timed.map(({ startOffsetMs, durationMs }) => startOffsetMs + durationMs);
  const startMs = timed.reduce((earliest, { startOffsetMs }) => Math.min(earliest, startOffsetMs), 0);
  const extentMs = ends.reduce((latest, end) => Math.max(latest, end), durationMs) - startMs;
  return {
    startMs,
    extentMs,
    at: (offsetMs) => (extentMs <= 0 ? 0 : Math.min(Math.max((offsetMs - startMs) / extentMs, 0), 1)),
  };
}

/** A fraction as a CSS length. */
export function toPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
