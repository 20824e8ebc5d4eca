import type { Clock } from '../trace/clock.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createIdGenerator } from '../trace/id-generator.ts';
import { createLeanTracer, type LeanTracer } from '../trace/lean-tracer.ts';
import { createParentBasedSampler } from '../trace/parent-based-sampler.ts';
import { alwaysOnSampler, type Sampler } from '../trace/sampler.ts';
import { defaultSpanLimits, type SpanLimits } from '../trace/span-limits.ts';

export interface TestTracer {
  readonly tracer: LeanTracer;
  /** Spans that have ended, in the order of their ends. */
  readonly ended: readonly FinishedSpan[];
  /** Moves the clock on. */
  readonly advance: (ms: number) => void;
}

/** 2026-11-21T00:00:00Z: the epoch of the clock's zero. */
export const testEpochMs = 1_795_219_200_000;

/** A tracer alone, on a clock that stands still, without any global registration. */
export function startTestTracer(
  options: {
    readonly sampler?: Sampler;
    readonly limits?: Partial<SpanLimits>;
  } = {},
): TestTracer {
  const ended: FinishedSpan[] = [];
  let monotonicMs = 1000;
  const clock: Clock = { monotonicMs: () => monotonicMs, epochOfZeroMs: () => testEpochMs };
  const tracer = createLeanTracer({
    clock,
    ids: createIdGenerator(),
    sampler: options.sampler ?? createParentBasedSampler(alwaysOnSampler),
    limits: { ...defaultSpanLimits, ...options.limits },
    scope: { name: 'test', version: '1.0.0' },
    onEnd: (span) => ended.push(span),
  });
  return {
    tracer,
    ended,
    advance: (ms) => {
      monotonicMs += ms;
    },
  };
}
