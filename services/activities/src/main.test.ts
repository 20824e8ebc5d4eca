import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { databases } from './testing/databases.ts';

interface Service {
  readonly url: string;
  readonly pid: number;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

type Start =
  | ({ readonly kind: 'listening' } & Service)
  | { readonly kind: 'exited'; readonly code: number | null; readonly output: string };

const running = new Set<Service>();
const folders = new Set<string>();
afterEach(async () => {
  for (const service of running) await service.stop('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-activities-'));
  folders.add(folder);
  return folder;
}

function start(environment: Record<string, string>): Promise<Start> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return new Promise((resolve) => {
    let output = '';
    const read = (text: string): void => {
      output += text;
      const url = /listens on (http:\/\/[\w.:]+)/.exec(output)?.[1];
      if (url === undefined || child.pid === undefined) return;
      const service: Service = {
        url,
        pid: child.pid,
        stop: (signal = 'SIGTERM') => {
          running.delete(service);
          child.kill(signal);
          return exit;
        },
      };
      running.add(service);
      resolve({ kind: 'listening', ...service });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    void exit.then((code) => resolve({ kind: 'exited', code, output }));
  });
}

async function startListening(environment: Record<string, string>): Promise<Service> {
  const service = await start(environment);
  if (service.kind === 'exited') throw new Error(`exit code ${service.code}: ${service.output}`);
  return service;
}

async function postTo(service: Service, message: string): Promise<void> {
  const response = await fetch(`${service.url}/api/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message, ttl: '30-days' }),
  });
  expect(response.status).toBe(200);
}

const home = async (service: Service): Promise<string> =>
  (await fetch(`${service.url}/api/activities/home`)).text();

test('what was written to a folder is there after SIGTERM, and after SIGKILL with its stale lock', async () => {
  const environment = { DATABASE_URL: `file:${join(newFolder(), 'database')}` };
  const first = await startListening(environment);
  await postTo(first, 'before the stop');
  expect(await first.stop('SIGTERM')).toBe(0);

  const second = await startListening(environment);
  expect(await home(second)).toContain('before the stop');
  await postTo(second, 'before the crash');
  await second.stop('SIGKILL');

  const third = await startListening(environment);
  const text = await home(third);
  expect(text).toContain('before the stop');
  expect(text).toContain('before the crash');
  expect(text.match(/Cloud is very fun!/g)).toHaveLength(1);
  expect(await third.stop('SIGINT')).toBe(0);
});

test('a second process on the same folder says who holds it', async () => {
  const folder = join(newFolder(), 'database');
  const first = await startListening({ DATABASE_URL: `file:${folder}` });
  const second = await start({ DATABASE_URL: `file:${folder}` });
  expect(second).toEqual({
    kind: 'exited',
    code: 1,
    output: expect.stringMatching(
      `^activities: The database folder ${folder} is in use by process ${first.pid}\\.[^\n]*\n$`,
    ),
  });
  expect(await home(first)).toContain('Cloud is very fun!');
});

test('wrong configuration is listed and nothing is started', async () => {
  const wrong = await start({ DATABASE_URL: 'mysql://me:secret@host/db', HOST: '127.0.0.1', PORT: '-1' });
  expect(wrong).toMatchObject({ kind: 'exited', code: 1 });
  const output = wrong.kind === 'exited' ? wrong.output : '';
  expect(output).toContain('DATABASE_URL');
  expect(output).toContain('PORT');
  expect(output).not.toContain('secret');
});

test('a PostgreSQL server that does not answer is one clear line', async () => {
  // A port of our own that was closed again: nothing else listens there.
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  // safe: a TCP server that listens has an AddressInfo
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  expect(await start({ DATABASE_URL: `postgres://me:secret@localhost:${port}/cruddur` })).toEqual({
    kind: 'exited',
    code: 1,
    output: expect.stringMatching(
      new RegExp(
        `^activities: Cannot prepare the PostgreSQL at localhost:${port}, database cruddur: [^\n]*ECONNREFUSED[^\n]*\n$`,
      ),
    ),
  });
});

test('a taken port is named', async () => {
  const first = await startListening({ DATABASE_URL: 'memory:' });
  const { port } = new URL(first.url);
  const second = await start({ DATABASE_URL: 'memory:', PORT: port });
  expect(second).toMatchObject({ kind: 'exited', code: 1, output: expect.stringContaining(`port ${port}`) });
});

test.each(databases.filter(({ name }) => name === 'PostgreSQL'))(
  'two processes that start at once on one empty $name database share it',
  async ({ create }) => {
    const location = await create();
    const environment = { DATABASE_URL: location.kind === 'server' ? location.url.reveal() : 'memory:' };
    const [one, two] = await Promise.all([startListening(environment), startListening(environment)]);
    await postTo(one, 'for both');
    const text = await home(two);
    expect(text).toContain('for both');
    expect(text.match(/Cloud is very fun!/g)).toHaveLength(1);
  },
);
