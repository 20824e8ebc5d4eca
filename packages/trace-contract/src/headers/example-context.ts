import { createHash } from 'node:crypto';
import type { TraceHeaderContext } from './trace-header.ts';

export interface InteractionName {
  readonly consumer: string;
  readonly provider: string;
  readonly description: string;
}

/**
 * The trace context that stands as the example in the pact file. It is derived from the interaction's name, so the file
 * stays the same from run to run, and the verifier, which replays examples as they are, marks each interaction's spans
 * with a trace id of its own.
 */
export function toExampleContext(name: InteractionName, sampled: boolean): TraceHeaderContext {
  return derive('example', name, sampled);
}

/** The context of whoever calls the consumer in the consumer's test; a different trace from the example's. */
export function toCallerContext(name: InteractionName, sampled: boolean): TraceHeaderContext {
  return derive('caller', name, sampled);
}

function derive(
  role: string,
  { consumer, provider, description }: InteractionName,
  sampled: boolean,
): TraceHeaderContext {
  const digest = createHash('sha256')
    .update(JSON.stringify([role, consumer, provider, description]))
    .digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48), sampled };
}
