import type { SpanContext } from '@opentelemetry/api';

/** What an `X-Amzn-Trace-Id` header says: ids in W3C form, and the decision, which may be left to us. */
export interface XRayTraceHeader {
  readonly traceId: string;
  readonly spanId?: string;
  readonly sampled: boolean | 'undecided';
}

const maxLength = 512;
const rootPattern = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i;
const parentPattern = /^[0-9a-f]{16}$/i;
const zeroTraceId = '0'.repeat(32);
const zeroSpanId = '0'.repeat(16);

/**
 * Reads an `X-Amzn-Trace-Id` header leniently: any order, case and blanks, unknown fields (`Self`, `Lineage`) passed over,
 * a repeated header (joined by a comma) counts once. Undefined without a valid `Root`.
 */
export function parseXRayHeader(header: string): XRayTraceHeader | undefined {
  if (header.length > maxLength) return undefined;
  const [first = ''] = header.split(',', 1);
  let traceId: string | undefined;
  let spanId: string | undefined;
  let sampled: XRayTraceHeader['sampled'] = 'undecided';
  for (const field of first.split(';')) {
    const separator = field.indexOf('=');
    const name = field.slice(0, Math.max(0, separator)).trim().toLowerCase();
    const value = field.slice(separator + 1).trim();
    if (name === 'root') traceId = toTraceId(value);
    else if (name === 'parent') spanId = toSpanId(value);
    else if (name === 'sampled') sampled = value === '1' ? true : value === '0' ? false : 'undecided';
  }
  if (traceId === undefined) return undefined;
  return spanId === undefined ? { traceId, sampled } : { traceId, spanId, sampled };
}

/**
 * Whether the header, in its usual spelling, has this trace id as its `Root`: the common case of a caller that sends
 * both formats, told without parsing. False says nothing.
 */
export function startsWithRoot(header: string, traceId: string): boolean {
  return (
    header.startsWith('Root=1-') &&
    header.startsWith(traceId.slice(0, 8), 7) &&
    header.startsWith('-', 15) &&
    header.startsWith(traceId.slice(8), 16) &&
    (header.length === 40 || header.startsWith(';', 40))
  );
}

/** A trace id in X-Ray's form: version, 8 hex, 24 hex. Takes the 32 hex of W3C. */
export function toXRayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

export function toXRayHeader({ traceId, spanId, traceFlags }: SpanContext): string {
  return `Root=${toXRayTraceId(traceId)};Parent=${spanId};Sampled=${traceFlags & 1}`;
}

function toTraceId(root: string): string | undefined {
  const [, epoch, random] = rootPattern.exec(root) ?? [];
  if (epoch === undefined || random === undefined) return undefined;
  const traceId = `${epoch}${random}`.toLowerCase();
  return traceId === zeroTraceId ? undefined : traceId;
}

function toSpanId(parent: string): string | undefined {
  const spanId = parent.toLowerCase();
  return parentPattern.test(parent) && spanId !== zeroSpanId ? spanId : undefined;
}
