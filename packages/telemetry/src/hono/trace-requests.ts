import {
  context as activeContext,
  SpanKind,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { Context as HonoContext, MiddlewareHandler, Next } from 'hono';
import { toKnownMethod, toSpanNameMethod } from '../http/method.ts';
import { requestKey, requestScopeIn } from '../log/request-scope.ts';
import { extractTraceContext, type IncomingContext } from '../propagation/extract.ts';
import type { Telemetry } from '../telemetry.ts';
import type { TemplatedSpanOptions } from '../trace/attribute-template.ts';
import { spanInContext, withSpanInContext, withTracingSuppressed } from '../trace/context-keys.ts';
import { withValue } from '../trace/linked-context.ts';
import { instrumentedSpan, refineInstrumentedSpan } from './instrumented-span.ts';
import { isMountLike, matchedRoute, mountPrefix } from './matched-route.ts';
import { nameTrace, nameTraceOnNode } from './name-trace.ts';
import { headerReader, nodeBindings, type NodeBindings } from './request-info.ts';
import { RequestSpan } from './request-span.ts';
import {
  endWithNodeResponse,
  endWithResponseBody,
  isUntouchable,
  keepContextInBody,
  watchResponses,
} from './response-end.ts';
import { serverAttributes, type ServerAttributes } from './server-attributes.ts';

export interface TraceRequestsOptions {
  /** Requests that get no span, and nothing below them either. @default `/health` and `/ready` */
  readonly ignore?: (path: string) => boolean;
  /**
   * Which answers name their trace: those whose caller cannot know it, as it sent no trace context that was gone on
   * with, or all. Two more headers cost both sides some microseconds, so an inner service leaves them out.
   * @default `new-traces`
   */
  readonly answer?: 'new-traces' | 'always';
}

/**
 * Hono middleware: one SERVER span per request, by the stable HTTP semantic conventions, ended after the last byte of
 * the response. Goes on with the caller's trace (W3C Trace Context, X-Ray, baggage) and answers with `Server-Timing`
 * (`traceparent`) and `X-Amzn-Trace-Id`. A SERVER span that an instrumentation has opened for the request already is
 * made use of instead. Register it first, once; a second one further in adds nothing but a mounted
 * app's inner route.
 */
export function traceRequests(
  telemetry: Telemetry,
  { ignore = isHealthPath, answer = 'new-traces' }: TraceRequestsOptions = {},
): MiddlewareHandler {
  return async function traceRequests(c, next) {
    const base = activeContext.active();
    const outer = enclosingRequest(base, c);
    if (outer !== undefined) return refineRoute(outer, c, next);
    if (ignore(c.req.path)) return activeContext.with(withTracingSuppressed(base), next);

    // A request that the app sends to itself while it answers another one is a step of that one; c.env, if it was
    // handed on, speaks of the outer one.
    const whole = requestScopeIn(base);
    const inner = whole !== undefined;
    const instrumented = inner ? undefined : instrumentedSpan(base);
    if (instrumented !== undefined) return refineInstrumentedSpan(telemetry, instrumented, base, c, next);
    const node = inner ? noBindings : nodeBindings(c);
    const header = headerReader(c, node);
    const incoming = inner ? notExtracted(base) : extractTraceContext(base, header, telemetry.propagation);
    const knownMethod = toKnownMethod(c.req.raw.method);
    const { url, method } = c.req.raw;
    const start = serverAttributes(url, method, knownMethod, header, node, telemetry.trustProxy);
    const span = startServerSpan(telemetry.tracer, knownMethod, start, incoming, inner);
    const request = new RequestSpan(telemetry, c, base, span, knownMethod, start, whole);
    const context = withValue(withSpanInContext(incoming.context, span), requestKey, request);
    const named = answer === 'always' || spanInContext(incoming.context) === undefined;

    const { outgoing } = node;
    if (outgoing !== undefined) {
      if (named) nameTraceOnNode(outgoing, span.spanContext());
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
      if (named && !isUntouchable(c.res)) nameTrace(c, span.spanContext());
    }
    return undefined;
  };
}

const noBindings: NodeBindings = {};
const noLinks: Link[] = [];
function notExtracted(context: Context): IncomingContext {
  return { context, links: noLinks, attributes: undefined };
}

function startServerSpan(
  tracer: Tracer,
  knownMethod: string,
  { attributes, attributeTemplate }: ServerAttributes,
  incoming: IncomingContext,
  inner: boolean,
): Span {
  if (incoming.attributes !== undefined) Object.assign(attributes, incoming.attributes);
  const options: TemplatedSpanOptions = {
    kind: inner ? SpanKind.INTERNAL : SpanKind.SERVER,
    attributes,
    attributeTemplate,
    // safe: tracers copy the links
    links: incoming.links as Link[],
  };
  return tracer.startSpan(toSpanNameMethod(knownMethod), options, incoming.context);
}

/** The span of the very request that `c` belongs to, when another instance of this middleware has opened it already. */
function enclosingRequest(base: Context, c: HonoContext): RequestSpan | undefined {
  const request = base.getValue(requestKey);
  if (!(request instanceof RequestSpan)) return undefined;
  const outer = request.honoContext;
  if (outer === undefined) return undefined;
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
  const outer = request.honoContext;
  if (outer === undefined || outer === c) return;
  // The inner app's onError has answered: the outer one never sees the error.
  if (c.error !== undefined) request.failed(c.error);
  const route = c.finalized ? matchedRoute(c, c.res.status) : undefined;
  if (route !== undefined) request.mounted(`${mountPrefix(outer)}${route === '/' ? '' : route}`);
}

function isHealthPath(path: string): boolean {
  return path === '/health' || path === '/ready';
}
