// The consumer's side
export {
  createTracedPact,
  type CallConsumer,
  type ConsumerTest,
  type TracedPact,
  type TracedPactOptions,
} from './pact/traced-pact.ts';
export {
  withUnsampled,
  type PactTemplate,
  type ProviderState,
  type TracedInteraction,
} from './pact/traced-interaction.ts';
