import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contract/consumers.test.ts'],
    // The verifier of Pact would report to its maker otherwise; it understands nothing but `true`.
    env: { PACT_DO_NOT_TRACK: 'true' },
    // Starting an embedded database takes about a second, more on a busy machine.
    hookTimeout: 120_000,
    testTimeout: 60_000,
  },
});
