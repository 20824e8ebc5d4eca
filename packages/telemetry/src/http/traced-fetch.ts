import {
  context as activeContext,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { injectTraceContext } from '../propagation/inject.ts';
import type { PropagationFormat } from '../propagation/propagation-settings.ts';
import type { TracedFetch, TracedRequestInit } from '../telemetry.ts';
import type { TemplatedSpanOptions } from '../trace/attribute-template.ts';
import { withSpanInContext } from '../trace/context-keys.ts';
import { errorType } from '../trace/exception-attributes.ts';
import { LeanSpan } from '../trace/lean-span.ts';
import { recordThrown } from '../trace/record-thrown.ts';
import { clientTarget, clientTemplate, statusTemplate, type ClientTarget } from './client-target.ts';
import { toKnownMethod, toSentMethod, toSpanNameMethod } from './method.ts';
import { outgoingHeaders } from './outgoing-headers.ts';

export interface TracedFetchOptions {
  readonly tracer: Tracer;
  readonly formats: ReadonlySet<PropagationFormat>;
  /** Origins that may see our trace ids and baggage; everyone else gets none of the headers. */
  readonly propagateTo: Pick<ReadonlySet<string>, 'has'>;
  readonly send: SendRequest;
}

/** A `fetch` that is told the context of the call's span. */
export type SendRequest = (
  context: Context,
  input: string | URL | Request,
  init: RequestInit,
) => Promise<Response>;

/** Runs `fetch` inside the span, so that what it does (another app, called in process) belongs to the span. */
export function sendInContext(fetch: typeof globalThis.fetch): SendRequest {
  return (context, input, init) => activeContext.with(context, fetch, undefined, input, init);
}

/**
 * A `fetch` with one CLIENT span per call, by the stable HTTP semantic conventions. The span ends when the response's
 * headers have arrived. A call that the caller itself aborts is not an error. Redirects are followed by `fetch` with the
 * same headers: ask for `redirect: 'manual'` where an allowed origin may send on to a stranger.
 */
export function createTracedFetch({ tracer, formats, propagateTo, send }: TracedFetchOptions): TracedFetch {
  return async function tracedFetch(input, init = noInit) {
    const { urlTemplate, resendCount } = init;
    // Not `instanceof Request`: servers such as @hono/node-server put a class of their own in its place.
    const request = typeof input === 'string' || input instanceof URL ? undefined : input;
    const target = clientTarget(typeof input === 'string' || input instanceof URL ? input : input.url);
    const method = toSentMethod(init.method ?? request?.method ?? 'GET');
    const knownMethod = toKnownMethod(method);
    const attributes: Attributes = {};
    if (knownMethod !== method) attributes['http.request.method_original'] = method;
    if (urlTemplate !== undefined) attributes['url.template'] = urlTemplate;
    if (resendCount !== undefined && resendCount > 0) attributes['http.request.resend_count'] = resendCount;

    const parent = activeContext.active();
    const namePrefix = toSpanNameMethod(knownMethod);
    const options: TemplatedSpanOptions = {
      kind: SpanKind.CLIENT,
      attributes,
      attributeTemplate: clientTemplate(target, knownMethod),
    };
    const name = urlTemplate === undefined ? namePrefix : `${namePrefix} ${urlTemplate}`;
    const span = tracer.startSpan(name, options, parent);
    try {
      const context = withSpanInContext(parent, span);
      const traceHeaders = propagateTo.has(target.origin) ? injectTraceContext(context, { formats }) : {};
      const headers = outgoingHeaders(init.headers ?? request?.headers, traceHeaders);
      const requestInit = init === noInit ? { headers } : toRequestInit(init, headers);
      const response = await send(context, input, requestInit);
      recordStatus(span, response.status);
      return response;
    } catch (error) {
      recordFailure(span, error, target, init.signal ?? request?.signal);
      throw error;
    } finally {
      span.end();
    }
  };
}

const noInit: TracedRequestInit = {};

function toRequestInit(init: TracedRequestInit, headers: Record<string, string> | Headers): RequestInit {
  const { urlTemplate: _urlTemplate, resendCount: _resendCount, ...requestInit } = init;
  return { ...requestInit, headers };
}

function recordStatus(span: Span, status: number): void {
  if (span instanceof LeanSpan) span.endWithTemplate(statusTemplate(status));
  else span.setAttribute('http.response.status_code', status);
  if (status < 400) return;
  span.setAttribute('error.type', String(status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function recordFailure(
  span: Span,
  error: unknown,
  { hasUserInformation }: ClientTarget,
  signal: AbortSignal | null | undefined,
): void {
  const type = errorType(causeOf(error));
  // A time-out is a failure of the other side; only a caller's own abort is no error.
  if (signal?.aborted === true && error === signal.reason && type !== 'TimeoutError') {
    span.setAttribute('cruddur.request.aborted', true);
    return;
  }
  span.setAttribute('error.type', type);
  // What fetch says of a URL with user information repeats all of it.
  const shown = hasUserInformation
    ? { name: type, message: 'the URL has user information, which fetch refuses' }
    : error;
  recordThrown(span, shown);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** `fetch` wraps every network error in the same TypeError; the cause (`ECONNREFUSED`) is what tells them apart. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const code: unknown = Reflect.get(error.cause, 'code');
  return typeof code === 'string' ? { name: code } : error.cause;
}
