import type { SpanContext } from '@opentelemetry/api';

const zeroTraceId = '0'.repeat(32);
const zeroSpanId = '0'.repeat(16);
const version00 = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const laterVersion = /^(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/;
// Level 2 knows two flags, sampled and random; the rest must not be sent on.
const knownFlags = 0x03;

/**
 * Reads a `traceparent` header (W3C Trace Context Level 2, 3.2). Strict: lower case, exact length for version 00,
 * no zero ids; a later version is read as far as 00 goes. Undefined means: start a new trace.
 */
export function parseTraceparent(header: string): SpanContext | undefined {
  if (!(header.startsWith('00-') ? version00 : laterVersion).test(header)) return undefined;
  const traceId = header.slice(3, 35);
  const spanId = header.slice(36, 52);
  if (traceId === zeroTraceId || spanId === zeroSpanId) return undefined;
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(header.slice(53, 55), 16) & knownFlags,
    isRemote: true,
  };
}

export function toTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${(traceFlags & knownFlags).toString(16)}`;
}
