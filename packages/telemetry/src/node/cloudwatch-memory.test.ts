import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('G2: memory stays flat with a dead endpoint, and the idle process ends by itself', async () => {
  const script = fileURLToPath(new URL('./fixtures/log-to-dead-endpoint.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(0);
  const used: readonly number[] = JSON.parse(said);
  expect(used).toHaveLength(4);
  // The buffer is full before the first reading: from then on, nothing may come to stay.
  const [first = 0] = used;
  const growth = Math.max(...used) - first;
  expect(growth).toBeLessThan(2 * 1024 * 1024);
}, 60_000);
