// The consumer's side
export {
  createTracedPact,
  type ConsumerUnderTest,
  type ProviderStandIn,
  type StartConsumer,
  type TracedPact,
  type TracedPactOptions,
} from './pact/traced-pact.ts';
export {
  withUnsampled,
  type PactTemplate,
  type ProviderState,
  type TracedInteraction,
} from './pact/traced-interaction.ts';

// The provider's side
export {
  verifyTracedPact,
  type ProviderUnderTest,
  type VerifyTracedPactOptions,
} from './pact/verify-traced-pact.ts';
export { verifyPact, type VerifiedInteraction, type VerifyPactOptions } from './pact/verify-pact.ts';
export type { Pact, PactInteraction } from './pact/pact-file.ts';
export type { SetUpState, StateHandler, StateHandlers, StateValues } from './pact/provider-states.ts';
export type { FetchHandler, RecordedExchange } from './pact/start-recording-provider.ts';

// The provider's document of its spans
export {
  buildSpanCatalogue,
  toSpanCatalogueText,
  type CataloguedSpan,
  type SpanCatalogue,
} from './catalogue/span-catalogue.ts';
export { parseSpanCatalogue } from './catalogue/parse-span-catalogue.ts';
export { compareSpans, type SpanMismatch } from './catalogue/compare-spans.ts';
