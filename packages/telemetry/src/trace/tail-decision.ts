import { SpanStatusCode } from '@opentelemetry/api';
import type { TailSettings } from '../config/tail-config.ts';
import type { FinishedSpan } from './finished-span.ts';
import type { LocalTrace } from './local-trace.ts';
import { createRatioTest } from './sampler.ts';
import type { SpanSink } from './span-sink.ts';

export interface TailDecisionOptions extends TailSettings {
  /** Of spans that wait for the end of their local root. Past it, the oldest trace is decided by what there is of it. */
  readonly maxHeldSpans: number;
  /** Takes the spans that are kept. */
  readonly keep: (span: FinishedSpan) => void;
}

export type CreateTailDecision = (options: TailDecisionOptions) => SpanSink;

/** Set to true on any span of a local trace, it keeps the whole of it. */
export const keepAttribute = 'cruddur.keep';

/** How many traces are remembered by their id, for spans of other tracers that end after the decision. */
const maxRememberedTraces = 1000;

/**
 * Stands before the sinks and decides on each local trace when its root ends: kept when a span of it failed, when the
 * root was slow, when a span is marked, or when the trace id is among `ratio` of all. It decides among sampled spans
 * only, and changes no flag: what was told downstream stays true. ADR: ../adr/0013-tail-decision.md
 */
export const createTailDecision: CreateTailDecision = ({ ratio, slowMs, maxHeldSpans, keep }) => {
  const isInRatio = createRatioTest(ratio);
  // By local trace where our tracer made the span, by trace id where another one did.
  const held = new Map<LocalTrace | string, FinishedSpan[]>();
  const decided = new WeakMap<LocalTrace, boolean>();
  const decidedIds = new Map<string, boolean>();
  let accepted = 0;
  let delivered = 0;
  let dropped = 0;
  let buffered = 0;

  const give = (span: FinishedSpan, isKept: boolean): void => {
    if (!isKept) {
      dropped += 1;
      return;
    }
    delivered += 1;
    keep(span);
  };

  const take = (key: LocalTrace | string): readonly FinishedSpan[] => {
    const spans = held.get(key) ?? [];
    held.delete(key);
    buffered -= spans.length;
    return spans;
  };

  const decide = (key: LocalTrace | string, traceId: string, root?: FinishedSpan): void => {
    const spans = [...take(key), ...take(traceId)];
    const isKept =
      isInRatio(traceId) || (root !== undefined && durationMs(root) >= slowMs) || spans.some(isWorthKeeping);
    if (typeof key !== 'string') decided.set(key, isKept);
    decidedIds.delete(traceId);
    decidedIds.set(traceId, isKept);
    const [oldest] = decidedIds.keys();
    if (decidedIds.size > maxRememberedTraces && oldest !== undefined) decidedIds.delete(oldest);
    for (const span of spans) give(span, isKept);
  };

  const decideOldest = (): void => {
    const [oldest] = held;
    const [span] = oldest?.[1] ?? [];
    if (oldest !== undefined && span !== undefined) decide(oldest[0], span.spanContext().traceId);
  };

  const decideAll = (): Promise<void> => {
    while (held.size > 0) decideOldest();
    return Promise.resolve();
  };

  return {
    name: 'tail decision',
    endpoint: 'in this process',
    accept: (span) => {
      accepted += 1;
      const { localTrace, parentSpanContext } = span;
      const { traceId, spanId } = span.spanContext();
      const earlier = localTrace === undefined ? decidedIds.get(traceId) : decided.get(localTrace);
      // Too late to bring back the others, but not to be seen.
      if (earlier !== undefined) return give(span, earlier || isWorthKeeping(span));
      const key = localTrace ?? traceId;
      const spans = held.get(key);
      if (spans === undefined) held.set(key, [span]);
      else spans.push(span);
      buffered += 1;
      const isRoot =
        localTrace === undefined
          ? parentSpanContext === undefined || parentSpanContext.isRemote === true
          : localTrace.rootSpanId === spanId;
      if (isRoot) decide(key, traceId, span);
      else if (buffered > maxHeldSpans) decideOldest();
    },
    statistics: () => ({
      accepted,
      delivered,
      dropped,
      buffered,
      droppedByReason: dropped === 0 ? {} : { not_kept: dropped },
    }),
    // The sinks behind it are flushed after it: what they are to send has to be there.
    flush: decideAll,
    shutdown: decideAll,
  };
};

function isWorthKeeping({ attributes, status }: FinishedSpan): boolean {
  return status.code === SpanStatusCode.ERROR || attributes[keepAttribute] === true;
}

function durationMs({ startTime, endTime }: FinishedSpan): number {
  return (endTime[0] - startTime[0]) * 1000 + (endTime[1] - startTime[1]) / 1e6;
}
