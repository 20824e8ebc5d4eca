import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contract/gateway-activities.test.ts'],
    // The verifier of Pact would report to its maker otherwise; it understands nothing but `true`.
    env: { PACT_DO_NOT_TRACK: 'true' },
    testTimeout: 30_000,
  },
});
