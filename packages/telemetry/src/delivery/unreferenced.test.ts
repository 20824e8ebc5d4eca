import { expect, test } from 'vitest';
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
