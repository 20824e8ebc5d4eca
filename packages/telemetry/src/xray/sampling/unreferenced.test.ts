import { expect, test } from 'vitest';
import { withDeadline } from './deadline.ts';
import { createPollLoop } from './poll-loop.ts';
import { unreferenced } from './unreferenced.ts';

const timersThatKeepAlive = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

test('a referenced timer keeps the process alive, an unreferenced one does not', () => {
  const before = timersThatKeepAlive();
  const timer = setTimeout(() => undefined, 60_000);
  expect(timersThatKeepAlive()).toBe(before + 1);
  expect(unreferenced(timer)).toBe(timer);
  expect(timersThatKeepAlive()).toBe(before);
  clearTimeout(timer);
});

test('timers that are numbers or something else come back as they are', () => {
  for (const timer of [7, undefined, null, { unref: 1 }]) expect(unreferenced(timer)).toBe(timer);
});

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
