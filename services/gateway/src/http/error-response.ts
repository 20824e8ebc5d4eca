import { errorCatalogue, toErrorBody, type TransportCode } from '@cruddur/contracts';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Context } from 'hono';
import { isContentfulStatus } from './contentful-status.ts';

/** The answer for an error code: status and message are the catalogue's, the trace id is the active span's. */
export function respondWithError(
  c: Context,
  code: TransportCode,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status } = errorCatalogue[code];
  return c.json(toErrorBody(code, activeTraceId()), isContentfulStatus(status) ? status : 500, headers);
}

/** The id under which the current request is found; undefined when it is not traced. */
export function activeTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}
