import {
  context as activeContext,
  createContextKey,
  SpanKind,
  type Context,
  type Link,
} from '@opentelemetry/api';
import type { Context as HonoContext, MiddlewareHandler, Next } from 'hono';
import { toKnownMethod, toSpanNameMethod } from '../http/method.ts';
import { extractTraceContext, type HeaderReader } from '../propagation/extract.ts';
import { toTraceparent } from '../propagation/traceparent.ts';
import { toXRayHeader } from '../propagation/xray-header.ts';
import type { Telemetry } from '../telemetry.ts';
import { withSpanInContext, withTracingSuppressed } from '../trace/context-keys.ts';
import { withValue } from '../trace/linked-context.ts';
import { isMountLike, matchedRoute, mountPrefix } from './matched-route.ts';
import { headerReader, nodeBindings, type NodeBindings } from './request-info.ts';
import { RequestSpan } from './request-span.ts';
import {
  endWithNodeResponse,
  endWithResponseBody,
  isUntouchable,
  keepContextInBody,
  watchResponses,
} from './response-end.ts';
import { serverAttributes } from './server-attributes.ts';

export interface TraceRequestsOptions {
  /** Requests that get no span, and nothing below them either. @default `/health` and `/ready` */
  readonly ignore?: (path: string) => boolean;
}

const requestKey = createContextKey('cruddur request span');

/**
 * Hono middleware: one SERVER span per request, by the stable HTTP semantic conventions, ended after the last byte of
 * the response. Goes on with the caller's trace (W3C Trace Context, X-Ray, baggage) and answers with `Server-Timing`
 * (`traceparent`) and `X-Amzn-Trace-Id`. Register it first, once; a second one further in adds nothing but a mounted
 * app's inner route. On Node, an app that sets `Server-Timing` itself replaces ours.
 */
export function traceRequests(
  telemetry: Telemetry,
  { ignore = isHealthPath }: TraceRequestsOptions = {},
): MiddlewareHandler {
  return async function traceRequests(c, next) {
    const base = activeContext.active();
    const outer = enclosingRequest(base, c);
    if (outer !== undefined) return refineRoute(outer, c, next);
    if (ignore(c.req.path)) return activeContext.with(withTracingSuppressed(base), next);

    // A request that the app sends to itself while it answers another one is a step of that one; c.env, if it was
    // handed on, speaks of the outer one.
    const inner = base.getValue(requestKey) !== undefined;
    const node = inner ? noBindings : nodeBindings(c);
    const header = headerReader(c, node);
    const { context, request } = startRequest({ telemetry, c, base, header, node, inner });
    const { outgoing } = node;
    const spanContext = request.span.spanContext();
    const serverTiming = `traceparent;desc="${toTraceparent(spanContext)}"`;
    if (outgoing !== undefined) {
      outgoing.setHeader('server-timing', serverTiming);
      outgoing.setHeader('x-amzn-trace-id', toXRayHeader(spanContext));
      endWithNodeResponse(outgoing, request);
      keepContextInBody(c, context);
    }
    const watch = outgoing === undefined ? watchResponses(c) : undefined;
    try {
      await activeContext.with(context, next);
    } catch (error) {
      // No Error (Hono answers those itself), or one that onError threw. c.res must not be read: it would make a 200.
      if (c.error !== undefined) request.failed(c.error);
      request.failed(error);
      request.handled(matchedRoute(c, undefined));
      if (watch !== undefined) request.responseOver(undefined, false);
      throw error;
    }
    if (c.error !== undefined) request.failed(c.error);
    // A handler that answered nothing: Hono makes an error of it once we have returned.
    const status = c.finalized ? c.res.status : 500;
    request.handled(matchedRoute(c, status));
    if (watch === undefined) return undefined;
    if (!c.finalized) request.responseOver(status, false);
    else {
      activeContext.with(context, endWithResponseBody, undefined, c, watch, request);
      if (isUntouchable(c.res)) return undefined;
      c.header('server-timing', serverTiming, { append: true });
      c.header('x-amzn-trace-id', toXRayHeader(spanContext));
    }
    return undefined;
  };
}

const noBindings: NodeBindings = {};

interface RequestStart {
  readonly telemetry: Telemetry;
  readonly c: HonoContext;
  readonly base: Context;
  readonly header: HeaderReader;
  readonly node: NodeBindings;
  readonly inner: boolean;
}

function startRequest({ telemetry, c, base, header, node, inner }: RequestStart): {
  readonly context: Context;
  readonly request: RequestSpan;
} {
  const { method, url } = c.req.raw;
  const knownMethod = toKnownMethod(method);
  const incoming = inner
    ? { context: base, links: [], attributes: undefined }
    : extractTraceContext(base, header, telemetry.propagation);
  const attributes = serverAttributes({
    url,
    method,
    knownMethod,
    header,
    node,
    trustProxy: telemetry.trustProxy,
  });
  const span = telemetry.tracer.startSpan(
    toSpanNameMethod(knownMethod),
    {
      kind: inner ? SpanKind.INTERNAL : SpanKind.SERVER,
      attributes: incoming.attributes === undefined ? attributes : { ...attributes, ...incoming.attributes },
      // safe: the tracer copies before it adds a link
      links: incoming.links as Link[],
    },
    incoming.context,
  );
  const request = new RequestSpan(telemetry, c, base, span, knownMethod);
  return { request, context: withValue(withSpanInContext(incoming.context, span), requestKey, request) };
}

/** The span of the very request that `c` belongs to, when another instance of this middleware has opened it already. */
function enclosingRequest(base: Context, c: HonoContext): RequestSpan | undefined {
  const request = base.getValue(requestKey);
  if (!(request instanceof RequestSpan)) return undefined;
  const outer = request.honoContext;
  if (outer.req.raw === c.req.raw) return request;
  // app.mount() makes a new Request with the prefix cut off, and hands the same env in.
  const mounted =
    outer.env === c.env &&
    outer.req.raw.method === c.req.raw.method &&
    isMountLike(outer) &&
    (c.req.path === '/' || outer.req.path.endsWith(c.req.path));
  return mounted ? request : undefined;
}

async function refineRoute(request: RequestSpan, c: HonoContext, next: Next): Promise<void> {
  await next();
  if (request.honoContext === c) return;
  // The inner app's onError has answered: the outer one never sees the error.
  if (c.error !== undefined) request.failed(c.error);
  const route = c.finalized ? matchedRoute(c, c.res.status) : undefined;
  if (route !== undefined)
    request.mounted(`${mountPrefix(request.honoContext)}${route === '/' ? '' : route}`);
}

function isHealthPath(path: string): boolean {
  return path === '/health' || path === '/ready';
}
