import { createTracedFetch, sendInContext } from '../http/traced-fetch.ts';
import type { Telemetry, TracedFetch } from '../telemetry.ts';

/** What is used of a service binding, a Durable Object or an asset binding. */
export interface FetchBinding {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * `telemetry.fetch` through a binding: a CLIENT span per call and our trace headers, whatever the URL says, as a binding
 * leads to one Worker of ours.
 */
export function createBindingFetch(
  { tracer, propagation }: Pick<Telemetry, 'tracer' | 'propagation'>,
  binding: FetchBinding,
): TracedFetch {
  return createTracedFetch({
    tracer,
    formats: propagation.formats,
    propagateTo: { has: () => true },
    // Called on the binding: workerd refuses its methods without their object.
    send: sendInContext((input, init) => binding.fetch(input, init)),
  });
}
