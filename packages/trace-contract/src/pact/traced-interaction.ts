import type { TraceContractOptions } from '../contract/trace-contract.ts';

/** JSON, in which Pact matchers (`Matchers.like(...)`) may stand for values. */
export type PactTemplate = unknown;

export interface ProviderState {
  /** Exactly the name of a state handler of the provider. */
  readonly state: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

/** One request that the consumer makes, the answer that it counts on, and the trace that both leave. */
export interface TracedInteraction {
  /** Unique within the pact: it identifies the interaction, and its example trace id is derived from it. */
  readonly description: string;
  readonly given?: ProviderState;
  readonly request: {
    readonly method: string;
    /** Text, or a matcher of Pact's such as `fromProviderState`. */
    readonly path: PactTemplate;
    readonly query?: Readonly<Record<string, string>>;
    /** Besides the trace headers, which the trace contract adds. */
    readonly headers?: Readonly<Record<string, PactTemplate>>;
    readonly body?: PactTemplate;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, PactTemplate>>;
    readonly body?: PactTemplate;
  };
  /** Left out for calls that are not traced, such as health checks: then no trace header may be sent. */
  readonly trace?: TraceContractOptions;
}

/**
 * The interaction twice: sampled, and not sampled, where nothing is recorded and both headers carry the decision on.
 * The second one's description ends with `, unsampled`.
 */
export function withUnsampled(
  interaction: TracedInteraction & { readonly trace: TraceContractOptions },
): readonly TracedInteraction[] {
  const { description, trace } = interaction;
  return [
    interaction,
    { ...interaction, description: `${description}, unsampled`, trace: { ...trace, sampled: false } },
  ];
}
