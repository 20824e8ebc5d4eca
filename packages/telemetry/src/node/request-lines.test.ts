import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('fixtures/answer-two-requests.ts', import.meta.url));

/** The lines of a process that answers one request well and one with 500, each after a debug line. */
async function linesWith(environment: Record<string, string>): Promise<readonly Record<string, unknown>[]> {
  const env = { PATH: process.env['PATH'] ?? '', LOG_FORMAT: 'json', ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [fixture], { env });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('requests write no line unless that is asked for', async () => {
  expect(await linesWith({})).toEqual([]);
});

test('one line for every request, with the attributes of its span', async () => {
  const lines = await linesWith({ CRUDDUR_LOG_REQUESTS: 'true' });
  expect(lines).toMatchObject([
    {
      message: 'GET /orders/:id',
      service: 'shop',
      'http.route': '/orders/:id',
      'http.response.status_code': 200,
    },
    {
      message: 'GET /orders/:id',
      service: 'shop',
      'http.route': '/orders/:id',
      'http.response.status_code': 500,
    },
  ]);
  expect(lines[0]?.['traceId']).toMatch(/^[0-9a-f]{32}$/);
});

test('debug lines of the request that failed, and of no other', async () => {
  const lines = await linesWith({ CRUDDUR_LOG_DEBUG_ON_FAILURE: 'true' });
  expect(lines).toMatchObject([{ message: 'looked for the order', level: 'debug' }]);
});
