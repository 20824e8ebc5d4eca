import type { Context, SpanContext } from '@opentelemetry/api';

/**
 * What one process does for one caller: a span whose parent is elsewhere (or nowhere), and everything below it here.
 * Its spans refer to it by identity; it holds none of them.
 */
export interface LocalTrace {
  readonly rootSpanId: string;
  /** Keeps the runtime from stopping before the promise has settled, as `waitUntil` of a Worker does. */
  readonly keepAlive: KeepAlive | undefined;
}

export type KeepAlive = (promise: Promise<unknown>) => void;

/** Asked for each span whose parent is none of the tracer's own; undefined leaves it to no local trace. */
export type StartLocalTrace = (
  context: Context,
  parent: SpanContext | undefined,
  spanId: string,
) => LocalTrace | undefined;

/** A local trace for each span that nothing in this process is the parent of. */
export const startLocalTrace: StartLocalTrace = (_context, parent, rootSpanId) =>
  parent === undefined || parent.isRemote === true ? { rootSpanId, keepAlive: undefined } : undefined;
