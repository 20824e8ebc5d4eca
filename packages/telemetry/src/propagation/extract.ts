import { trace, type Attributes, type Context, type Link, type SpanContext } from '@opentelemetry/api';
import { withAdoptedRoot, withSpanInContext, withUndecidedSampling } from '../trace/context-keys.ts';
import { withBaggage } from './baggage-in-context.ts';
import { parseBaggage } from './baggage.ts';
import type { PropagationSettings } from './propagation-settings.ts';
import { parseTraceparent } from './traceparent.ts';
import { parseTracestate } from './tracestate.ts';
import { parseXRayHeader, startsWithRoot, toXRayTraceId, type XRayTraceHeader } from './xray-header.ts';

/** Reads one header by its lower-case name; several headers of one name arrive joined by commas. */
export type HeaderReader = (name: string) => string | null | undefined;

/** What a SERVER span starts from. */
export interface IncomingContext {
  /** `base` with the remote parent, the adopted trace id and the baggage, as far as there are any. */
  readonly context: Context;
  /** Contexts that lost against the parent, or that are not trusted to be one. */
  readonly links: readonly Link[];
  readonly attributes: Attributes | undefined;
}

/**
 * Extracts the caller's trace context. `traceparent` wins; a different X-Ray context becomes a link, or the attribute
 * `aws.xray.incoming_root` when it has no parent (what a load balancer sends). Alone, an X-Ray `Root` without `Parent`
 * gives its trace id, and its decision if it has one, to a new root span. Where callers are not trusted to be parents
 * (`link`), both contexts become references and the baggage is dropped. Malformed headers start a new trace. Never throws.
 */
export function extractTraceContext(
  base: Context,
  header: HeaderReader,
  { formats, inboundTrust }: PropagationSettings,
): IncomingContext {
  if (inboundTrust === 'ignore') return { context: base, ...noReference };
  const traceparent = header('traceparent');
  const w3c = traceparent && formats.has('tracecontext') ? extractW3c(traceparent, header) : undefined;
  const anyXrayText = header('x-amzn-trace-id');
  const xrayText = anyXrayText && formats.has('xray') ? anyXrayText : undefined;
  const sameRoot = w3c !== undefined && xrayText ? startsWithRoot(xrayText, w3c.traceId) : false;
  const xray = xrayText && !sameRoot ? parseXRayHeader(xrayText) : undefined;

  if (inboundTrust === 'link') {
    const other = referTo(xray?.traceId === w3c?.traceId ? undefined : xray);
    return { context: base, ...other, links: w3c ? [{ context: w3c }, ...other.links] : other.links };
  }

  let other = noReference;
  let context = base;
  if (w3c !== undefined) {
    context = withSpanInContext(context, trace.wrapSpanContext(w3c));
    if (xray !== undefined && xray.traceId !== w3c.traceId) other = referTo(xray);
  } else if (xray !== undefined) {
    const parent = toSpanContext(xray);
    if (parent === undefined) context = withAdoptedRoot(context, xray);
    else context = withSpanInContext(context, trace.wrapSpanContext(parent));
    if (xray.sampled === 'undecided' && parent !== undefined) context = withUndecidedSampling(context);
  }

  const baggageText = header('baggage');
  const baggage = baggageText && formats.has('baggage') ? parseBaggage(baggageText) : undefined;
  if (baggage !== undefined) context = withBaggage(context, baggage);
  return { context, links: other.links, attributes: other.attributes };
}

type Reference = Pick<IncomingContext, 'links' | 'attributes'>;

const noReference: Reference = { links: [], attributes: undefined };

/** How a span tells of a context that is not its parent: by a link, or by the root where there is no span to link to. */
function referTo(xray: XRayTraceHeader | undefined): Reference {
  if (xray === undefined) return noReference;
  const context = toSpanContext(xray);
  return context === undefined
    ? { links: [], attributes: { 'aws.xray.incoming_root': toXRayTraceId(xray.traceId) } }
    : { links: [{ context }], attributes: undefined };
}

function extractW3c(traceparent: string, header: HeaderReader): SpanContext | undefined {
  const parent = parseTraceparent(traceparent);
  if (parent === undefined) return undefined;
  const text = header('tracestate');
  const traceState = text ? parseTracestate(text) : undefined;
  return traceState === undefined ? parent : { ...parent, traceState };
}

function toSpanContext({ traceId, spanId, sampled }: XRayTraceHeader): SpanContext | undefined {
  if (spanId === undefined) return undefined;
  return { traceId, spanId, traceFlags: sampled === true ? 1 : 0, isRemote: true };
}
