import type { Span } from '../span.ts';

/** `service.name` of the resource of a span or a log record; `unknown_service` as the semantic conventions say where it is missing. */
export function toServiceName({ resource }: Pick<Span, 'resource'>): string {
  const name = resource['service.name'];
  return typeof name === 'string' && name.trim() !== '' ? name : 'unknown_service';
}
