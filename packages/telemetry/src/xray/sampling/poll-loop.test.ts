import { context as activeContext } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isTracingSuppressed } from '../../trace/context-keys.ts';
import { createPollLoop, type PollLoop, type PollLoopOptions } from './poll-loop.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Times in milliseconds at which the loop ran. */
function startLoop(
  outcome: (run: number) => Promise<void>,
  options: Partial<PollLoopOptions> = {},
): { loop: PollLoop; ranAtMs: number[] } {
  const startMs = Date.now();
  const ranAtMs: number[] = [];
  const loop = createPollLoop({
    run: () => {
      ranAtMs.push(Date.now() - startMs);
      return outcome(ranAtMs.length);
    },
    intervalMs: 10_000,
    firstDelayMs: 100,
    retry: { maxAttempts: Number.POSITIVE_INFINITY, firstDelayMs: 1000, maxDelayMs: 4000 },
    random: () => 0.5,
    ...options,
  });
  loop.start();
  return { loop, ranAtMs };
}

const succeed = (): Promise<void> => Promise.resolve();
const fail = (): Promise<void> => Promise.reject(new Error('away'));

test('runs after the first delay and then at every interval', async () => {
  const { ranAtMs } = startLoop(succeed);
  await vi.advanceTimersByTimeAsync(25_000);
  expect(ranAtMs).toEqual([100, 10_100, 20_100]);
});

test.for([
  [0, 9500],
  [0.999, 10_499],
] as const)('with a random number of %d the interval is %d', async ([random, intervalMs]) => {
  const { ranAtMs } = startLoop(succeed, { random: () => random, firstDelayMs: 0 });
  await vi.advanceTimersByTimeAsync(11_000);
  expect(ranAtMs).toEqual([0, intervalMs]);
});

test('waits longer after every failure, and as usual after a success', async () => {
  const { ranAtMs } = startLoop((run) => (run < 5 ? fail() : succeed()));
  await vi.advanceTimersByTimeAsync(21_000);
  expect(ranAtMs).toEqual([100, 850, 2350, 5350, 8350, 18_350]);
});

test('hurries when asked to: while waiting, and after a run that goes on', async () => {
  let finish: (() => void) | undefined;
  const { loop, ranAtMs } = startLoop((run) =>
    run === 2 ? new Promise<void>((resolve) => (finish = resolve)) : succeed(),
  );
  await vi.advanceTimersByTimeAsync(1000);
  loop.hurry();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ranAtMs).toEqual([100, 1000]);
  loop.hurry();
  loop.hurry();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ranAtMs).toHaveLength(2);
  finish?.();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ranAtMs).toEqual([100, 1000, 3000]);
});

test('does not hurry after a failure, nor before it was started', async () => {
  const { loop, ranAtMs } = startLoop(fail);
  await vi.advanceTimersByTimeAsync(200);
  loop.hurry();
  await vi.advanceTimersByTimeAsync(600);
  expect(ranAtMs).toEqual([100]);
});

test('runs once at a time, also when started twice', async () => {
  const { loop, ranAtMs } = startLoop(() => new Promise(() => undefined));
  loop.start();
  await vi.advanceTimersByTimeAsync(100_000);
  loop.start();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(ranAtMs).toEqual([100]);
});

test('leaves no timer when it is disposed, whether it waits or runs', async () => {
  const waiting = startLoop(succeed);
  await vi.advanceTimersByTimeAsync(1000);
  waiting.loop[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);

  let aborted = false;
  const running = startLoop(succeed, {
    run: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('stopped'));
        });
      }),
  });
  await vi.advanceTimersByTimeAsync(1000);
  running.loop[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  running.loop.start();
  expect(vi.getTimerCount()).toBe(0);
});

test('runs untraced', async () => {
  activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const suppressed: boolean[] = [];
  startLoop(async () => {
    suppressed.push(isTracingSuppressed(activeContext.active()));
  });
  await vi.advanceTimersByTimeAsync(1000);
  activeContext.disable();
  expect(suppressed).toEqual([true]);
});
