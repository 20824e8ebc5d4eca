import type { FinishedSpan } from '../trace/finished-span.ts';
import type { LocalTrace } from '../trace/local-trace.ts';

/** Spans that have ended, by the local trace that they wait for. */
export interface HeldSpans {
  readonly count: () => number;
  /** True when the caller has to see to it that the spans of this trace are taken. */
  readonly add: (span: FinishedSpan, trace: LocalTrace | undefined, nowMs: number) => boolean;
  /** Those of the trace, those of no request, and those of requests of which nothing has been heard for long. */
  readonly takeReady: (trace: LocalTrace, nowMs: number) => readonly FinishedSpan[];
  readonly takeAll: () => readonly FinishedSpan[];
}

interface Group {
  readonly spans: FinishedSpan[];
  touchedAtMs: number;
  isAwaited: boolean;
}

/** A request that the runtime has stopped ends no more spans: what it has ended goes along with another one's. */
const staleAfterMs = 30_000;

export function createHeldSpans(): HeldSpans {
  const groups = new Map<LocalTrace | undefined, Group>();
  const ended = new WeakSet<LocalTrace>();
  let count = 0;

  const take = (trace: LocalTrace | undefined): readonly FinishedSpan[] => {
    const spans = groups.get(trace)?.spans ?? [];
    groups.delete(trace);
    count -= spans.length;
    return spans;
  };

  return {
    count: () => count,
    add: (span, trace, nowMs) => {
      count += 1;
      const key = trace?.keepAlive === undefined ? undefined : trace;
      let group = groups.get(key);
      if (group === undefined) {
        group = { spans: [], touchedAtMs: nowMs, isAwaited: false };
        groups.set(key, group);
      }
      group.spans.push(span);
      group.touchedAtMs = nowMs;
      if (key === undefined) return false;
      if (span.spanContext().spanId === key.rootSpanId) ended.add(key);
      if (!ended.has(key) || group.isAwaited) return false;
      group.isAwaited = true;
      return true;
    },
    takeReady: (trace, nowMs) => {
      const stale = [...groups]
        .filter(([, { touchedAtMs }]) => nowMs - touchedAtMs > staleAfterMs)
        .map(([key]) => key);
      return [trace, undefined, ...stale].flatMap(take);
    },
    takeAll: () => [...groups.keys()].flatMap(take),
  };
}
