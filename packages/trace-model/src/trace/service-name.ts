import type { Span } from '../span.ts';

/** `service.name` of the span's resource; `unknown_service` as the semantic conventions say where it is missing. */
export function toServiceName(span: Span): string {
  const name = span.resource['service.name'];
  return typeof name === 'string' && name.trim() !== '' ? name : 'unknown_service';
}
