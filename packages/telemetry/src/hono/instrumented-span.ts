import {
  context as activeContext,
  SpanKind,
  type Attributes,
  type AttributeValue,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { Context as HonoContext, Next } from 'hono';
import { toKnownMethod } from '../http/method.ts';
import { requestKey } from '../log/request-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { spanInContext } from '../trace/context-keys.ts';
import { LeanSpan } from '../trace/lean-span.ts';
import { withValue } from '../trace/linked-context.ts';
import { matchedRoute } from './matched-route.ts';
import { nameTrace, nameTraceOnNode } from './name-trace.ts';
import { headerReader, nodeBindings } from './request-info.ts';
import { RequestSpan } from './request-span.ts';
import { isUntouchable } from './response-end.ts';
import { serverAttributes } from './server-attributes.ts';

/**
 * The SERVER span that an instrumentation of the runtime has opened for this request already
 * (`@opentelemetry/instrumentation-http`, Deno's own tracing). Deno's spans do not tell their kind; there, what is active
 * when a request comes in is the request's span.
 */
export function instrumentedSpan(base: Context): Span | undefined {
  const span = spanInContext(base);
  if (span === undefined || span instanceof LeanSpan || !span.isRecording()) return undefined;
  const kind: unknown = Reflect.get(span, 'kind');
  return kind === SpanKind.SERVER || kind === undefined ? span : undefined;
}

/**
 * Has a span that somebody else opened say what ours would, in place of a second one for the same request: whoever opened
 * it ends it, perhaps before the last byte has left, so everything is told when the handler has settled.
 */
export async function refineInstrumentedSpan(
  telemetry: Telemetry,
  span: Span,
  base: Context,
  c: HonoContext,
  next: Next,
): Promise<void> {
  const node = nodeBindings(c);
  const { url, method } = c.req.raw;
  const knownMethod = toKnownMethod(method);
  const start = serverAttributes(url, method, knownMethod, headerReader(c, node), node, telemetry.trustProxy);
  addMissing(span, start.attributeTemplate.attributes);
  addMissing(span, start.attributes);
  const request = new RequestSpan(telemetry, c, base, span, knownMethod, start, undefined, 'instrumentation');
  if (node.outgoing !== undefined) nameTraceOnNode(node.outgoing, span.spanContext());
  try {
    await activeContext.with(withValue(base, requestKey, request), next);
  } catch (error) {
    if (c.error !== undefined) request.failed(c.error);
    request.failed(error);
    request.handled(matchedRoute(c, undefined));
    request.responseOver(undefined, false);
    throw error;
  }
  if (c.error !== undefined) request.failed(c.error);
  const status = c.finalized ? c.res.status : 500;
  request.handled(matchedRoute(c, status));
  request.responseOver(status, false);
  if (node.outgoing === undefined && c.finalized && !isUntouchable(c.res)) nameTrace(c, span.spanContext());
}

/** What the instrumentation has said itself stays: it saw the request first. */
function addMissing(span: Span, attributes: Readonly<Attributes>): void {
  const known: unknown = Reflect.get(span, 'attributes');
  const isKnown = (key: string): boolean => typeof known === 'object' && known !== null && key in known;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && !isKnown(key)) span.setAttribute(key, value satisfies AttributeValue);
  }
}
