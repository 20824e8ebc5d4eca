import { defineConfig } from 'vitest/config';

/** What measures memory and latency has the machine to itself, as far as this package goes. */
const measuring = ['bench/logs/measure-memory.test.ts', 'src/runtimes/workerd-load.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['{src,bench}/**/*.test.ts'],
          exclude: measuring,
          // They wait more than they work: one worker a core would leave the cores idle.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'measurements', include: measuring, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
