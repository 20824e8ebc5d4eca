import type { SpanKind, SpanStatus } from '../span.ts';

const kinds: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const statuses: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** Numbers of a later version of OTLP read as `unspecified`, as protobuf's open enums ask. */
export function toSpanKind(number: number): SpanKind {
  return kinds[number] ?? 'unspecified';
}

/** Numbers of a later version of OTLP read as `unset`. */
export function toSpanStatus(number: number): SpanStatus {
  return statuses[number] ?? 'unset';
}
