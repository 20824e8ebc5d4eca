import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const manifestShape = z.looseObject({ scripts: z.record(z.string(), z.string()) });
const pact = 'services/gateway/contract/pacts/gateway-activities.json';

let clone: string;
/** A copy of the working tree, in which the tests of both services are replaced by nothing: it is turbo that is tested. */
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'contract-cache-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--deduplicate', '-co', '--exclude-standard'], {
    cwd: repository,
    maxBuffer: 16 * 1024 * 1024,
  });
  const wanted = /^[^/]+$|^(packages|services)\//;
  for (const path of stdout.split('\0').filter((name) => wanted.test(name)))
    // A file that is listed may have been deleted since.
    await cp(join(repository, path), join(clone, path), { recursive: true }).catch(() => undefined);
  for (const service of ['gateway', 'activities']) {
    const file = join(clone, 'services', service, 'package.json');
    const manifest = manifestShape.parse(JSON.parse(await readFile(file, 'utf8')));
    const scripts = { ...manifest.scripts, contract: 'node --version' };
    await writeFile(file, JSON.stringify({ ...manifest, scripts }));
  }
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'all');
});
afterAll(() => rm(clone, { recursive: true }));

async function git(...args: readonly string[]): Promise<void> {
  await run('git', ['-C', clone, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
}

/** What turbo made of the task `contract` of each service. */
async function runContract(): Promise<Record<string, string>> {
  const env = {
    HOME: process.env['HOME'],
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
  const turbo = join(repository, 'node_modules/.bin/turbo');
  const args = ['run', 'contract', '--ui=stream', '--no-update-notifier'];
  const { stdout } = await run(turbo, args, { cwd: clone, env });
  const seen = stdout.matchAll(/^@cruddur\/(\w+):contract: cache (hit|miss)/gm);
  return Object.fromEntries(Array.from(seen, ([, service = '', outcome = '']) => [service, outcome]));
}

it('an edit of the gateway that leaves the pact as it is verifies nothing anew', async () => {
  expect(await runContract()).toEqual({ gateway: 'miss', activities: 'miss' });
  expect(await runContract()).toEqual({ gateway: 'hit', activities: 'hit' });
  await appendFile(join(clone, 'services/gateway/src/app.ts'), '// more to say\n');
  expect(await runContract()).toEqual({ gateway: 'miss', activities: 'hit' });
});

it('another pact is verified', async () => {
  await runContract();
  await appendFile(join(clone, pact), '\n');
  expect(await runContract()).toEqual({ gateway: 'miss', activities: 'miss' });
});

it('so is another provider', async () => {
  await runContract();
  await appendFile(join(clone, 'services/activities/src/app.ts'), '// more to say\n');
  expect(await runContract()).toEqual({ gateway: 'hit', activities: 'miss' });
});
