import { errorCatalogue, toErrorBody, type TransportCode } from '@cruddur/contracts';
import { trace } from '@opentelemetry/api';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Answers with a code of the catalogue, its status and the id of the active trace. */
export function errorResponse(context: Context, code: TransportCode): Response {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  // safe: every status of the catalogue allows a body, which its test proves
  const status = errorCatalogue[code].status as ContentfulStatusCode;
  return context.json(toErrorBody(code, traceId), status);
}
