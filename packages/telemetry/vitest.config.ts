import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // The tests of processes wait more than they work: one worker a core would leave the cores idle.
    maxWorkers: 3,
    // For a machine that is busy with other packages; here the slowest test takes 7 s.
    testTimeout: 30_000,
  },
});
