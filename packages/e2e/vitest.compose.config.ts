import { defineConfig } from 'vitest/config';

/** `npm run test:compose`: docker-compose.yml by a real engine; no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['compose/**/*.test.ts'],
    globalSetup: 'compose/global-setup.ts',
    // They share the machine's engine and one stack of containers.
    fileParallelism: false,
    hookTimeout: 120_000,
    testTimeout: 120_000,
  },
});
