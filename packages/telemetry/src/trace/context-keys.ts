import { createContextKey, type Context, type Span } from '@opentelemetry/api';
import { withValue } from './linked-context.ts';

// createContextKey is Symbol.for, so these two are the very keys of @opentelemetry/api and @opentelemetry/core:
// spans set here are seen by trace.getSpan, and their suppression is seen here.
const spanKey = createContextKey('OpenTelemetry Context Key SPAN');
const suppressTracingKey = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');
const adoptedRootKey = createContextKey('cruddur adopted root');
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

/** What the next root span takes over instead of a new trace id: an X-Ray `Root=` without `Parent=`. */
export interface AdoptedRoot {
  readonly traceId: string;
  readonly sampled: boolean | 'undecided';
}

export function withAdoptedRoot(context: Context, root: AdoptedRoot): Context {
  return withValue(context, adoptedRootKey, root);
}

export function adoptedRoot(context: Context): AdoptedRoot | undefined {
  // safe: only withAdoptedRoot stores under this key
  return context.getValue(adoptedRootKey) as AdoptedRoot | undefined;
}

/** The remote parent left the sampling decision to us (`Sampled=?` or no `Sampled`). */
export function withUndecidedSampling(context: Context): Context {
  return withValue(context, undecidedSamplingKey, true);
}

export function isSamplingUndecided(context: Context): boolean {
  return context.getValue(undecidedSamplingKey) === true;
}
