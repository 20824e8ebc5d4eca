import { createContextKey, type Context } from '@opentelemetry/api';
import type { KeepAlive, StartLocalTrace } from '../trace/local-trace.ts';
import { withValue } from '../trace/linked-context.ts';

const keepAliveKey = createContextKey('cruddur keep alive');

/** What local traces that start in this context are sent under. */
export function withKeepAlive(context: Context, keepAlive: KeepAlive): Context {
  return withValue(context, keepAliveKey, keepAlive);
}

export function keepAliveIn(context: Context): KeepAlive | undefined {
  // safe: only withKeepAlive stores under this key
  return context.getValue(keepAliveKey) as KeepAlive | undefined;
}

/**
 * Remembers with each local trace what keeps its request alive: a response body ends outside of the request's context.
 * Every span that is nobody's child in our tracer begins one, as there is no other tracer on the edge.
 */
export const startKeptAliveTrace: StartLocalTrace = (context, _parent, rootSpanId) => ({
  rootSpanId,
  keepAlive: keepAliveIn(context),
});
