import {
  context as activeContext,
  isSpanContextValid,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { createRedactor } from '../redaction/create-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { AttributeTemplate, TemplatedSpanOptions } from './attribute-template.ts';
import { adoptedRoot, isTracingSuppressed, spanInContext, withSpanInContext } from './context-keys.ts';
import type { Clock } from './clock.ts';
import { spanEventsOnly, type ExceptionSignal } from './exception-signal.ts';
import type { FinishedSpan } from './finished-span.ts';
import type { IdGenerator } from './id-generator.ts';
import { LeanSpan, type SpanEnvironment } from './lean-span.ts';
import type { StartLocalTrace } from './local-trace.ts';
import { redactAttributes } from './redact-attributes.ts';
import type { Sampler } from './sampler.ts';
import { limitAttributes, toSafeLink, type LimitedAttributes, type SpanLimits } from './span-limits.ts';
import { toMonotonicMs } from './time.ts';

export interface LeanTracerOptions {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly sampler: Sampler;
  readonly limits: SpanLimits;
  readonly scope: { readonly name: string; readonly version?: string };
  /** @default one without extra keys */
  readonly redactor?: Redactor;
  /** @default events of the spans */
  readonly exceptions?: ExceptionSignal;
  /** Called once for every sampled span that ends. */
  readonly onEnd: (span: FinishedSpan) => void;
  /** Given where spans are grouped by the local trace that they belong to. */
  readonly startLocalTrace?: StartLocalTrace | undefined;
}

export interface LeanTracer extends Tracer {
  /** Sampled spans started and not yet ended. */
  readonly openSpans: () => number;
}

// W3C Trace Context Level 2, "random-trace-id flag": our ids have 56 random bits on the right.
const randomFlag = 0x02;
const noLinks: readonly Link[] = [];

/** A tracer behind the OpenTelemetry API that makes `LeanSpan`s. It works without any global registration. */
export function createLeanTracer(options: LeanTracerOptions): LeanTracer {
  const { clock, ids, sampler, limits, startLocalTrace } = options;
  let open = 0;
  const environment: SpanEnvironment = {
    limits,
    redactor: options.redactor ?? createRedactor(),
    exceptions: options.exceptions ?? spanEventsOnly,
    monotonicMs: clock.monotonicMs,
    scope: options.scope,
    onEnd: (span) => {
      open -= 1;
      options.onEnd(span);
    },
  };

  const startSpan = (
    name: string,
    spanOptions: TemplatedSpanOptions = {},
    context: Context = activeContext.active(),
  ): Span => {
    const parentSpan = spanOptions.root === true ? undefined : spanInContext(context);
    const parentContext = parentSpan?.spanContext();
    const parent =
      parentContext !== undefined && (parentSpan instanceof LeanSpan || isSpanContextValid(parentContext))
        ? parentContext
        : undefined;
    if (isTracingSuppressed(context)) return trace.wrapSpanContext(toUnsampled(parent, ids));

    // An adopted root is for the request's own root span, not for one that asks for a trace of its own.
    const adopted = parent !== undefined || spanOptions.root === true ? undefined : adoptedRoot(context);
    const traceId = parent?.traceId ?? adopted?.traceId ?? ids.generateTraceId();
    const kind = spanOptions.kind ?? SpanKind.INTERNAL;
    const given = startAttributes(spanOptions, limits, environment.redactor);
    const { template } = given;
    const links = spanOptions.links ?? noLinks;
    const { decision, attributes } = sampler.shouldSample(
      spanOptions.root === true ? trace.deleteSpan(context) : context,
      traceId,
      name,
      kind,
      template === undefined || sampler.ignoresAttributes === true
        ? given.attributes
        : { ...template.attributes, ...given.attributes },
      links,
    );

    const spanId = ids.generateSpanId();
    const traceFlags =
      (decision === 2 ? TraceFlags.SAMPLED : TraceFlags.NONE) |
      (parent === undefined ? randomFlag : parent.traceFlags & randomFlag);
    const traceState = parent?.traceState;
    const spanContext: SpanContext =
      traceState === undefined
        ? { traceId, spanId, traceFlags }
        : { traceId, spanId, traceFlags, traceState };
    if (decision !== 2) return trace.wrapSpanContext(spanContext);

    open += 1;
    const epochOfZeroMs = parentSpan instanceof LeanSpan ? parentSpan.epochOfZeroMs : clock.epochOfZeroMs();
    const span = new LeanSpan(environment, {
      // Beside a template it is our own instrumentation's.
      name: template === undefined ? environment.redactor.redactText(name) : name,
      kind,
      context: spanContext,
      parent,
      epochOfZeroMs,
      localTrace:
        parentSpan instanceof LeanSpan ? parentSpan.localTrace : startLocalTrace?.(context, parent, spanId),
      startMs: toMonotonicMs(spanOptions.startTime, epochOfZeroMs, clock.monotonicMs),
      attributes: given.attributes,
      attributeCount: given.count,
      attributeTemplate: template,
      links:
        links.length === 0
          ? noLinks
          : links.slice(0, limits.maxLinks).map((link) => toSafeLink(link, limits, environment.redactor)),
    });
    span.droppedAttributesCount = given.dropped;
    span.droppedLinksCount = Math.max(0, links.length - limits.maxLinks);
    if (attributes !== undefined) span.setAttributes(attributes);
    return span;
  };

  // safe: the overloads of Tracer.startActiveSpan differ only in which middle arguments are left out
  const startActiveSpan = ((name: string, ...rest: unknown[]): unknown => {
    const fn = rest.pop() as (span: Span) => unknown;
    const [spanOptions, parent] = rest as [SpanOptions | undefined, Context | undefined];
    const context = parent ?? activeContext.active();
    const span = startSpan(name, spanOptions, context);
    return activeContext.with(withSpanInContext(context, span), fn, undefined, span);
  }) as Tracer['startActiveSpan'];

  return { startSpan, startActiveSpan, openSpans: () => open };
}

interface StartAttributes extends LimitedAttributes {
  readonly template: AttributeTemplate | undefined;
}

/**
 * What is given beside a template is our own instrumentation's, and made safe where it is made; all else is looked at.
 * The template is taken as it is where it fits beside the other attributes; `count` is of both.
 */
function startAttributes(
  { attributes, attributeTemplate: template }: TemplatedSpanOptions,
  limits: SpanLimits,
  redactor: Redactor,
): StartAttributes {
  if (template === undefined) {
    const safe = attributes && redactAttributes(attributes, redactor, limits.maxAttributeValueLength);
    return { template, ...limitAttributes(safe, limits, true) };
  }
  const own = limitAttributes(attributes, limits, true);
  const count = own.count + template.count;
  return count <= limits.maxAttributes && template.longestText <= limits.maxAttributeValueLength
    ? { template, attributes: own.attributes, count, dropped: own.dropped }
    : { template: undefined, ...limitAttributes({ ...template.attributes, ...attributes }, limits) };
}

/** Under suppression nothing is recorded here or downstream, but the trace id still goes on. */
function toUnsampled(parent: SpanContext | undefined, ids: IdGenerator): SpanContext {
  if (parent === undefined) {
    return { traceId: ids.generateTraceId(), spanId: ids.generateSpanId(), traceFlags: randomFlag };
  }
  return { ...parent, isRemote: false, traceFlags: parent.traceFlags & ~TraceFlags.SAMPLED };
}
