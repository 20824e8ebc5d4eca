import { expect, test } from 'vitest';
import { withDeadline } from './deadline.ts';
import { createPollLoop } from './poll-loop.ts';

const timersThatKeepAlive = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

test('neither a poll loop nor a deadline keeps the process alive', async () => {
  const before = timersThatKeepAlive();
  const loop = createPollLoop({
    run: () => Promise.resolve(),
    intervalMs: 60_000,
    firstDelayMs: 60_000,
    retry: { maxAttempts: 1, firstDelayMs: 1, maxDelayMs: 1 },
    random: Math.random,
  });
  loop.start();
  const stop = new AbortController();
  const work = withDeadline(60_000, stop.signal, () => new Promise(() => undefined));
  expect(timersThatKeepAlive()).toBe(before);
  loop[Symbol.dispose]();
  stop.abort();
  await expect(work).rejects.toThrow('stopped');
});
