import { expect, test } from 'vitest';
import { judgeClocks } from './clock.ts';
import { createProbe } from './probe.ts';
import { startServer } from './testing/start-server.ts';

/** What the doctor says of a server whose clock is ahead by so much. */
async function judge(aheadMs: number): Promise<readonly (readonly [string, string])[]> {
  await using server = await startServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString()).end();
  });
  const probe = createProbe({ timeoutMs: 5000, nowMs: Date.now });
  await probe.send(`http://127.0.0.1:${server.port}/`);
  return judgeClocks(probe.clocks).map(({ status, message }) => [status, message]);
}

test.for<readonly [aheadMs: number, status: string, says: string]>([
  [0, 'ok', 'agrees'],
  [-50_000, 'ok', 'agrees'],
  [90_000, 'warning', 'behind that of 127.0.0.1'],
  [-90_000, 'warning', 'ahead of that of 127.0.0.1'],
  [3_600_000, 'problem', 'AWS refuses signatures'],
])('a server that is %i ms ahead', async ([aheadMs, status, says]) => {
  expect(await judge(aheadMs)).toEqual([[status, expect.stringContaining(says)]]);
});

test('nobody answered, so nothing is known', () => {
  expect(judgeClocks([])).toEqual([]);
});
