import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The contract itself is the task `contract`; the tests that break it on purpose are tests like any others.
    include: ['src/**/*.test.ts', 'contract/**/*.test.ts'],
    exclude: ['contract/consumers.test.ts'],
    globalSetup: 'src/testing/global-setup.ts',
    // Starting an embedded database takes about a second, more on a busy machine.
    hookTimeout: 120_000,
    testTimeout: 120_000,
  },
});
