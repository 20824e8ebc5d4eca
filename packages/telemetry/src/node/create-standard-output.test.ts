import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createStandardOutput } from './create-standard-output.ts';

const fixture = fileURLToPath(new URL('fixtures/log-to-closed-output.ts', import.meta.url));

test('a process goes on when the reader of its standard output goes away; lines are counted drops', async () => {
  const env = { PATH: process.env['PATH'] ?? '', LOG_FORMAT: 'json' };
  const child = spawn(process.execPath, [fixture], { env, stdio: 'pipe' });
  const errors = text(child.stderr);
  const exited = once(child, 'exit');
  const [first] = await once(child.stdout, 'data');
  expect(JSON.parse(String(first))).toMatchObject({ message: 'one' });
  const closed = once(child.stdout, 'close');
  child.stdout.destroy();
  await closed;
  child.stdin.end();
  expect(JSON.parse(await errors)).toMatchObject({
    accepted: 3,
    delivered: 1,
    dropped: 2,
    droppedByReason: { write_failed: 2 },
  });
  expect(await exited).toEqual([0, null]);
});

test('one listener is enough, however often it is made', () => {
  const log = { level: 'info', format: 'json', requests: false, debugOnFailure: false } as const;
  createStandardOutput({ serviceName: 'shop', log });
  const count = process.stdout.listenerCount('error');
  createStandardOutput({ serviceName: 'shop', log });
  expect(process.stdout.listenerCount('error')).toBe(count);
});
