import type { TraceHeaderFormat } from '../contract/trace-contract.ts';

/** What a trace header says about the span that sent it. */
export interface TraceHeaderContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

export const traceHeaderNames: Readonly<Record<TraceHeaderFormat, string>> = {
  w3c: 'traceparent',
  xray: 'x-amzn-trace-id',
};

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const xrayPattern = /^Root=1-([0-9a-f]{8})-([0-9a-f]{24});Parent=([0-9a-f]{16});Sampled=([01])$/;
const zeros = /^0+$/;

/**
 * Reads a header as strictly as a sender has to write it (W3C Trace Context 3.2; the AWS order of fields). Undefined for
 * everything else, which a contract then calls malformed: receivers are lenient, senders are not.
 */
export function parseTraceHeader(format: TraceHeaderFormat, value: string): TraceHeaderContext | undefined {
  return format === 'w3c' ? parseTraceparent(value) : parseXRayHeader(value);
}

export function toTraceHeader(
  format: TraceHeaderFormat,
  { traceId, spanId, sampled }: TraceHeaderContext,
): string {
  return format === 'w3c'
    ? `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
    : `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=${sampled ? '1' : '0'}`;
}

/** The headers for `formats`, by their lower-case names. */
export function toTraceHeaders(
  formats: readonly TraceHeaderFormat[],
  context: TraceHeaderContext,
): Record<string, string> {
  return Object.fromEntries(
    formats.map((format) => [traceHeaderNames[format], toTraceHeader(format, context)]),
  );
}

function parseTraceparent(value: string): TraceHeaderContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = traceparentPattern.exec(value) ?? [];
  return toContext(traceId, spanId, (Number.parseInt(flags, 16) & 1) === 1);
}

function parseXRayHeader(value: string): TraceHeaderContext | undefined {
  const [, epoch = '', random = '', spanId = '', sampled] = xrayPattern.exec(value) ?? [];
  return toContext(epoch + random, spanId, sampled === '1');
}

function toContext(traceId: string, spanId: string, sampled: boolean): TraceHeaderContext | undefined {
  return traceId === '' || zeros.test(traceId) || zeros.test(spanId)
    ? undefined
    : { traceId, spanId, sampled };
}
