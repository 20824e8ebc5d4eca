import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Processes and a browser start here: on a busy machine that takes its time.
    hookTimeout: 60_000,
    testTimeout: 60_000,
  },
});
