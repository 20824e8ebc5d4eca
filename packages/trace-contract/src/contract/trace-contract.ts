import { z } from 'zod';
import { spanContractSchema, type SpanContract } from './span-contract.ts';

/** The headers that a trace crosses the wire in: W3C `traceparent` and AWS `X-Amzn-Trace-Id`. */
export type TraceHeaderFormat = 'w3c' | 'xray';

/**
 * The trace of one interaction between two services: the consumer's CLIENT span, the headers that carry it, and the
 * provider's SERVER span. It rides in a Pact V4 interaction as `comments.traceContract`; other Pact tools pass it over.
 */
export interface TraceContract {
  /** Version of this format. */
  readonly v: 1;
  readonly propagate: readonly TraceHeaderFormat[];
  /** False: nothing is recorded on either side, and both headers carry the decision on. */
  readonly sampled: boolean;
  /** Of kind `client` unless said. */
  readonly consumer: SpanContract;
  /** Of kind `server` unless said. */
  readonly provider: SpanContract;
}

/** Key of the block in the `comments` of a Pact V4 interaction. */
export const traceContractKey = 'traceContract';

const traceContractSchema: z.ZodType<TraceContract> = z.strictObject({
  v: z.literal(1),
  propagate: z.array(z.enum(['w3c', 'xray'])).min(1),
  sampled: z.boolean(),
  consumer: spanContractSchema,
  provider: spanContractSchema,
});

export interface TraceContractOptions {
  /** @default both */
  readonly propagate?: readonly TraceHeaderFormat[];
  /** @default true */
  readonly sampled?: boolean;
  readonly consumer: SpanContract;
  readonly provider: SpanContract;
}

/**
 * A trace contract with the defaults filled in.
 *
 * @throws Error that says what a provider could not read, such as a regular expression that is none
 */
export function traceContract(options: TraceContractOptions): TraceContract {
  const { propagate = ['w3c', 'xray'], sampled = true, consumer, provider } = options;
  const parsed = parseTraceContract({ v: 1, propagate, sampled, consumer, provider });
  if (!parsed.ok) throw new Error(`The trace contract is not valid: ${parsed.problem}`);
  return parsed.contract;
}

export type TraceContractResult =
  | { readonly ok: true; readonly contract: TraceContract }
  | { readonly ok: false; readonly problem: string };

/** Reads the block of a pact file. A version or a key that this package does not know is a problem, never passed over. */
export function parseTraceContract(value: unknown): TraceContractResult {
  const parsed = traceContractSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problem: z.prettifyError(parsed.error) };
  const { consumer, provider } = parsed.data;
  return {
    ok: true,
    contract: {
      ...parsed.data,
      consumer: { kind: 'client', ...consumer },
      provider: { kind: 'server', ...provider },
    },
  };
}
