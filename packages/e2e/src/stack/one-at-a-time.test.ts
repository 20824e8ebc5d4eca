import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cruddur-tasks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('runs one after the other, also after one that failed', async () => {
  let running = 0;
  let most = 0;
  const task = (fails: boolean) =>
    oneAtATime(folder, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (fails) throw new Error('does not work');
      return 'done';
    });
  const results = await Promise.allSettled([task(true), task(false), task(false)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(most).toBe(1);
});

it('does not wait for a process that is gone', async () => {
  // Above what Linux gives to processes.
  await writeFile(join(folder, 'running.pid'), '99999999');
  await expect(oneAtATime(folder, async () => 'done')).resolves.toBe('done');
});
