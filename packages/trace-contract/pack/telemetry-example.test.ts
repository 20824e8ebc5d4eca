import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { npmEnvironment, repository } from '@cruddur/pack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReadmeExample } from './readme-example.ts';

const run = promisify(execFile);
const { files, tracingByTelemetry } = await readReadmeExample();

let folder: string;
beforeAll(async () => {
  // Inside the workspace, where the packages are its own.
  const parent = fileURLToPath(new URL('../.vitest', import.meta.url));
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(join(parent, 'two-services-'));
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  await writeFile(join(folder, 'tracing.ts'), tracingByTelemetry);
});
afterAll(() => rm(folder, { recursive: true }));

async function runTest(...args: readonly string[]): Promise<string> {
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const { stdout } = await run(process.execPath, [vitest, 'run', '--root', folder, ...args], {
    env: npmEnvironment,
    cwd: folder,
  });
  return stdout;
}

it('the example of the README does as well with the tracing of @cruddur/telemetry', async () => {
  expect(await runTest('shop.test.ts')).toContain('Tests  3 passed (3)');
  expect(await runTest('stock.test.ts', '--update')).toContain('Tests  4 passed (4)');
}, 60_000);
