import { headerNames, traceRequestHeaders, traceResponseHeaders } from '@cruddur/contracts';
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/**
 * Lets pages of `origins` call the API, send the trace headers along, and read the trace of the answer:
 * as headers (`Access-Control-Expose-Headers`) and as resource timing (`Timing-Allow-Origin`).
 */
export function allowFrontEnds(origins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(origins);
  const handleCors = cors({
    origin: [...origins],
    allowMethods: ['OPTIONS', 'GET', 'HEAD', 'POST'],
    allowHeaders: ['content-type', 'if-modified-since', headerNames.userHandle, ...traceRequestHeaders],
    exposeHeaders: [
      'location',
      'link',
      'retry-after',
      'ratelimit',
      'ratelimit-policy',
      headerNames.traceparent,
      ...traceResponseHeaders,
    ],
    // The identity cookie is of use to a page only so.
    credentials: true,
    maxAge: 600,
  });

  return async function allowFrontEnds(c, next) {
    const origin = c.req.header('origin');
    if (origin === undefined && c.req.method !== 'OPTIONS') {
      // hono/cors would build a response before there is one; all that is needed here is to keep caches right.
      c.header('vary', 'Origin');
      return next();
    }
    if (origin !== undefined && allowed.has(origin)) c.header('timing-allow-origin', origin);
    return handleCors(c, next);
  };
}
