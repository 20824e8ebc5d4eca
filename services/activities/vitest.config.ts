import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: 'src/testing/global-setup.ts',
    // Starting an embedded database takes about a second, more on a busy machine.
    hookTimeout: 120_000,
    testTimeout: 120_000,
  },
});
