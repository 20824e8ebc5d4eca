import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';

/** Same shape as the SDK's sampler, so that one object decides for our tracer and for the registered SDK provider. */
export interface Sampler {
  shouldSample(
    context: Context,
    traceId: string,
    spanName: string,
    spanKind: SpanKind,
    attributes: Attributes,
    links: readonly Link[],
  ): SamplingResult;
  toString(): string;
  /** Set when the attributes need not be gathered, as the decision never depends on them. */
  readonly ignoresAttributes?: boolean;
}

export interface SamplingResult {
  /** 0: do not record, 2: record and sample (the SDK's `SamplingDecision`). */
  readonly decision: 0 | 2;
  readonly attributes?: Readonly<Attributes>;
}

export type RootSamplerName = 'always_on' | 'always_off' | 'traceidratio';

export const recordAndSample: SamplingResult = { decision: 2 };
export const doNotRecord: SamplingResult = { decision: 0 };

export const alwaysOnSampler: Sampler = {
  shouldSample: () => recordAndSample,
  toString: () => 'AlwaysOn',
  ignoresAttributes: true,
};

export const alwaysOffSampler: Sampler = {
  shouldSample: () => doNotRecord,
  toString: () => 'AlwaysOff',
  ignoresAttributes: true,
};

const randomHexLength = 13;

/**
 * Whether a trace is among `ratio` of all, by the right-most 52 bits of its id: the left half of an X-Ray-shaped id is a
 * clock, so only the right half is random. Every service with the same ratio finds the same traces.
 */
export function createRatioTest(ratio: number): (traceId: string) => boolean {
  const threshold = ratio * 2 ** (4 * randomHexLength);
  return (traceId) => Number.parseInt(traceId.slice(-randomHexLength), 16) < threshold;
}

/** Keeps `ratio` of all traces, decided by the trace id alone. */
export function createRatioSampler(ratio: number): Sampler {
  const isIn = createRatioTest(ratio);
  return {
    shouldSample: (_context, traceId) => (isIn(traceId) ? recordAndSample : doNotRecord),
    toString: () => `TraceIdRatio{${ratio}}`,
    ignoresAttributes: true,
  };
}
