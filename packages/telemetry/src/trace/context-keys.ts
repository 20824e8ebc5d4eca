import { createContextKey, type Context, type Span } from '@opentelemetry/api';
import { withValue } from './linked-context.ts';

// createContextKey is Symbol.for, so these two are the very keys of @opentelemetry/api and @opentelemetry/core:
// spans set here are seen by trace.getSpan, and their suppression is seen here.
const spanKey = createContextKey('OpenTelemetry Context Key SPAN');
const suppressTracingKey = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');
const adoptedTraceIdKey = createContextKey('cruddur adopted trace id');
const undecidedSamplingKey = createContextKey('cruddur undecided sampling');

export function withSpanInContext(context: Context, span: Span): Context {
  return withValue(context, spanKey, span);
}

export function spanInContext(context: Context): Span | undefined {
  // safe: only a Span is ever stored under the API's span key
  return context.getValue(spanKey) as Span | undefined;
}

export function withTracingSuppressed(context: Context): Context {
  return withValue(context, suppressTracingKey, true);
}

export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(suppressTracingKey) === true;
}

/** The trace id that the next root span takes instead of a generated one (an X-Ray `Root=` without `Parent=`). */
export function withAdoptedTraceId(context: Context, traceId: string): Context {
  return withValue(context, adoptedTraceIdKey, traceId);
}

export function adoptedTraceId(context: Context): string | undefined {
  const traceId = context.getValue(adoptedTraceIdKey);
  return typeof traceId === 'string' ? traceId : undefined;
}

/** The remote parent left the sampling decision to us (`Sampled=?` or no `Sampled`). */
export function withUndecidedSampling(context: Context): Context {
  return withValue(context, undecidedSamplingKey, true);
}

export function isSamplingUndecided(context: Context): boolean {
  return context.getValue(undecidedSamplingKey) === true;
}
