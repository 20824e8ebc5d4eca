import { redactUrl } from '../http/redact-url.ts';
import type { RequestFacts } from '../log/request-scope.ts';

/** Headers that say how a request was made; all others may say who made it. */
const sentHeaders: readonly string[] = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'host',
  'origin',
  'referer',
  'traceparent',
  'user-agent',
  'x-amzn-trace-id',
  'x-request-id',
];

/** Rollbar's Item API, "request": never the body, and of the headers only harmless ones. Not redacted yet. */
export function toItemRequest(request: RequestFacts, sendUserIp: boolean): object {
  const headers: Record<string, string> = {};
  for (const name of sentHeaders) {
    const value = request.header(name);
    if (typeof value === 'string' && value !== '')
      headers[name] = name === 'referer' ? redactUrl(value) : value;
  }
  return {
    method: request.method,
    url: redactUrl(request.url.slice(0, maxUrlLength)),
    headers,
    user_ip: sendUserIp ? request.clientAddress : undefined,
  };
}

const maxUrlLength = 8192;
