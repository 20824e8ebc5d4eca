import type { Variant } from './variant.ts';

/** No telemetry at all. */
export function startBare(): Variant {
  return { fetch: (url) => fetch(url), flush: async () => {}, stop: async () => {} };
}
