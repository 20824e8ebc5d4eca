import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The contract itself is the task `contract`; the tests that break it on purpose are tests like any others.
    include: ['src/**/*.test.ts', 'contract/**/*.test.ts'],
    exclude: ['contract/gateway-activities.test.ts'],
    // Processes and a browser start here: on a busy machine that takes its time.
    hookTimeout: 60_000,
    testTimeout: 60_000,
  },
});
