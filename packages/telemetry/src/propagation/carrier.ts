import { context as activeContext } from '@opentelemetry/api';
import type { Telemetry } from '../telemetry.ts';
import { extractTraceContext, type IncomingContext } from './extract.ts';
import { injectTraceContext, traceHeaderNames } from './inject.ts';

/** Trace headers where there are no headers: in an argument, in a message, in a job. Plain data, to be sent as it is. */
export type Carrier = Readonly<Record<string, string>>;

/** `carrier` with the active trace context, and without any that it had before. */
export function inject({ propagation }: Pick<Telemetry, 'propagation'>, carrier: Carrier = {}): Carrier {
  const kept = Object.entries(carrier).filter(([name]) => !isTraceHeader(name));
  return { ...Object.fromEntries(kept), ...injectTraceContext(activeContext.active(), propagation) };
}

/**
 * The trace context of a carrier on top of the active one, by the rules that requests are read by. Whatever the carrier
 * is, as it comes from elsewhere, this never throws.
 */
export function extract({ propagation }: Pick<Telemetry, 'propagation'>, carrier: unknown): IncomingContext {
  const headers = new Map<string, string>();
  if (typeof carrier === 'object' && carrier !== null) {
    for (const [name, value] of Object.entries(carrier)) {
      if (typeof value === 'string') headers.set(name.toLowerCase(), value);
    }
  }
  return extractTraceContext(activeContext.active(), (name) => headers.get(name), propagation);
}

function isTraceHeader(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return traceHeaderNames.some((traceHeader) => traceHeader === lowerCase);
}
