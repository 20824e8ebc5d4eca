import { expect, test } from 'vitest';
import { attemptWithin, type Unanswered } from './attempt.ts';

const longMs = 60_000;
const unanswered: Unanswered<string> = { givenUp: 'given up', failed: (error) => `failed: ${String(error)}` };
const never = (): Promise<string> => new Promise(() => undefined);
const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('cut off')));
  });
const failing = (): Promise<string> => Promise.reject(new TypeError('no'));
const throwing = (): never => {
  throw new TypeError('at once');
};

test('gives the answer, or what a failure counts as', async () => {
  expect(await attemptWithin(async () => 'answer', longMs, unanswered)).toBe('answer');
  expect(await attemptWithin(failing, longMs, unanswered)).toBe('failed: TypeError: no');
  expect(await attemptWithin(throwing, longMs, unanswered)).toBe('failed: TypeError: at once');
});

test.for([
  ['that ignores its signal', never],
  ['that obeys its signal', untilAborted],
] as const)('an attempt %s is given up in time, and when it is stopped', async ([, attempt]) => {
  expect(await attemptWithin(attempt, 5, unanswered)).toBe('given up');
  const stop = new AbortController();
  const stopped = attemptWithin(attempt, longMs, unanswered, stop.signal);
  stop.abort();
  expect(await stopped).toBe('given up');
  expect(await attemptWithin(attempt, longMs, unanswered, stop.signal)).toBe('given up');
});
