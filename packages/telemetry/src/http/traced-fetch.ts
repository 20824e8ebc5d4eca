import {
  context as activeContext,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { injectTraceContext, traceHeaderNames } from '../propagation/inject.ts';
import type { PropagationFormat } from '../propagation/propagation-settings.ts';
import type { TracedFetch, TracedRequestInit } from '../telemetry.ts';
import { withSpanInContext } from '../trace/context-keys.ts';
import { errorType } from '../trace/exception-attributes.ts';
import { toKnownMethod, toSentMethod, toSpanNameMethod } from './method.ts';
import { redactUrl } from './redact-url.ts';

export interface TracedFetchOptions {
  readonly tracer: Tracer;
  readonly formats: ReadonlySet<PropagationFormat>;
  /** Origins that may see our trace ids and baggage; everyone else gets none of the headers. */
  readonly propagateTo: ReadonlySet<string>;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * A `fetch` with one CLIENT span per call, by the stable HTTP semantic conventions. The span ends when the response's
 * headers have arrived. A call that the caller itself aborts is not an error. Redirects are followed by `fetch` with the
 * same headers: ask for `redirect: 'manual'` where an allowed origin may send on to a stranger.
 */
export function createTracedFetch({ tracer, formats, propagateTo, fetch }: TracedFetchOptions): TracedFetch {
  return async function tracedFetch(input, init = {}) {
    const { urlTemplate, resendCount, ...requestInit } = init;
    // Not `instanceof Request`: servers such as @hono/node-server put a class of their own in its place.
    const request = typeof input === 'string' || input instanceof URL ? undefined : input;
    const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url);
    const method = toSentMethod(init.method ?? request?.method ?? 'GET');
    const knownMethod = toKnownMethod(method);

    const parent = activeContext.active();
    const namePrefix = toSpanNameMethod(knownMethod);
    const span = tracer.startSpan(
      urlTemplate === undefined ? namePrefix : `${namePrefix} ${urlTemplate}`,
      {
        kind: SpanKind.CLIENT,
        attributes: clientAttributes(url, method, knownMethod, urlTemplate, resendCount),
      },
      parent,
    );
    const context = withSpanInContext(parent, span);
    try {
      const headers = outgoingHeaders(context, init.headers ?? request?.headers);
      const send = (): Promise<Response> => fetch(request ?? url, { ...requestInit, headers });
      const response = await activeContext.with(context, send);
      recordStatus(span, response.status);
      return response;
    } catch (error) {
      recordFailure(span, error, url, init.signal ?? request?.signal);
      throw error;
    } finally {
      span.end();
    }

    function outgoingHeaders(context: Context, given: TracedRequestInit['headers']): HeadersInit {
      const traceHeaders = propagateTo.has(url.origin) ? injectTraceContext(context, { formats }) : {};
      if (given === undefined) return traceHeaders;
      // Entries rather than a Headers object where the caller gave a plain one: undici reads it once, not twice.
      if (!(given instanceof Headers) && !Array.isArray(given))
        return { ...withoutTraceHeaders(given), ...traceHeaders };
      const headers = new Headers(given);
      for (const name of traceHeaderNames) headers.delete(name);
      for (const name in traceHeaders) headers.set(name, traceHeaders[name] ?? '');
      return headers;
    }
  };
}

function withoutTraceHeaders(given: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined && !isTraceHeader(name)) kept[name] = value;
  }
  return kept;
}

function isTraceHeader(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return traceHeaderNames.some((traceHeader) => traceHeader === lowerCase);
}

function clientAttributes(
  url: URL,
  method: string,
  knownMethod: string,
  urlTemplate: string | undefined,
  resendCount: number | undefined,
): Attributes {
  const attributes: Attributes = {
    'http.request.method': knownMethod,
    'server.address': url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    'server.port': url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    'url.full': redactUrl(url.href),
  };
  if (knownMethod !== method) attributes['http.request.method_original'] = method;
  if (urlTemplate !== undefined) attributes['url.template'] = urlTemplate;
  if (resendCount !== undefined && resendCount > 0) attributes['http.request.resend_count'] = resendCount;
  return attributes;
}

function recordStatus(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status < 400) return;
  span.setAttribute('error.type', String(status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function recordFailure(span: Span, error: unknown, url: URL, signal: AbortSignal | null | undefined): void {
  const type = errorType(causeOf(error));
  // A time-out is a failure of the other side; only a caller's own abort is no error.
  if (signal?.aborted === true && error === signal.reason && type !== 'TimeoutError') {
    span.setAttribute('cruddur.request.aborted', true);
    return;
  }
  span.setAttribute('error.type', type);
  // What fetch says of a URL with user information repeats all of it.
  if (url.username !== '' || url.password !== '')
    span.recordException({ name: type, message: 'the URL has user information, which fetch refuses' });
  else span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** `fetch` wraps every network error in the same TypeError; the cause (`ECONNREFUSED`) is what tells them apart. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const code: unknown = Reflect.get(error.cause, 'code');
  return typeof code === 'string' ? { name: code } : error.cause;
}
