import { z } from 'zod';
import type { RouteConfig } from '@hono/zod-openapi';
import { errorCatalogue, type TransportCode, type ValidationCode } from '../error-codes.ts';
import { headerNames } from '../headers.ts';
import { errorBodySchema } from '../schemas/error-body.ts';

/** The trace of the request, on every answer. */
export const responseHeaders: z.ZodObject = z.object({
  [headerNames.serverTiming]: z.string().optional().meta({
    description: 'The trace of this request as a `traceparent` metric.',
    example: 'traceparent;desc="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"',
  }),
  [headerNames.xrayTraceId]: z.string().optional().meta({
    description: 'The same trace in X-Ray form.',
    example: 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1',
  }),
});

const always: readonly TransportCode[] = [
  'invalid_user_handle',
  'rate_limited',
  'internal_error',
  'upstream_error',
  'upstream_unavailable',
  'upstream_timeout',
  'request_timeout',
];
const withBody: readonly TransportCode[] = [
  'invalid_json',
  'invalid_body',
  'body_too_large',
  'unsupported_media_type',
];

/** The error answers of an endpoint, one entry a status; each names the codes that it can carry. */
export function errorResponses({
  codes,
  hasBody,
  notFound,
}: {
  readonly codes: readonly ValidationCode[];
  readonly hasBody: boolean;
  /** What may be missing. */
  readonly notFound: readonly TransportCode[];
}): RouteConfig['responses'] {
  const transportCodes = [...(hasBody ? withBody : []), ...notFound, ...always];
  const responses: RouteConfig['responses'] = {};
  for (const status of new Set(transportCodes.map((code) => errorCatalogue[code].status))) {
    responses[status] = {
      description: describe(transportCodes.filter((code) => errorCatalogue[code].status === status)),
      headers: responseHeaders,
      content: { 'application/json': { schema: errorBodySchema } },
    };
  }
  if (codes.length > 0) {
    responses[422] = {
      description: describe(codes),
      headers: responseHeaders,
      content: { 'application/json': { schema: z.array(z.enum([...codes])).min(1) } },
    };
  }
  return responses;
}

function describe(codes: readonly (TransportCode | ValidationCode)[]): string {
  return codes.map((code) => `\`${code}\`: ${errorCatalogue[code].meaning}`).join('\n\n');
}
