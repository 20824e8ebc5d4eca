import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'two-services-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(nodeModules, join(folder, 'node_modules'));
  for (const [, name = '', code = ''] of readme.matchAll(
    /^`([\w.]+\.ts)`(?:[^\n]|\n(?!\n))*\n\n```ts\n(.*?)^```$/gms,
  ))
    await writeFile(join(folder, name), code);
});
afterAll(() => rm(folder, { recursive: true }));

/** Output of a test file of the example, which ends with vitest's summary. */
async function runTest(file: string): Promise<string> {
  const vitest = join(nodeModules, 'vitest/vitest.mjs');
  const options = { cwd: folder, env: { PATH: process.env['PATH'], NO_COLOR: '1' } };
  return run(process.execPath, [vitest, 'run', file], options).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      const { stdout, stderr } = z.object({ stdout: z.string(), stderr: z.string() }).parse(error);
      return `${stdout}\n${stderr}`;
    },
  );
}

it('the example of the README runs outside the repository', async () => {
  expect(await runTest('shop.test.ts')).toContain('Tests  3 passed (3)');
  expect(await runTest('stock.test.ts')).toContain('Tests  3 passed (3)');
}, 60_000);

it('and turns red when the provider is no longer traced', async () => {
  const stock = await readFile(join(folder, 'stock.ts'), 'utf8');
  await writeFile(join(folder, 'stock.ts'), stock.replace('app.use(traceRequests(telemetry));', ''));
  const output = await runTest('stock.test.ts');
  expect(output).toContain('Tests  2 failed | 1 passed (3)');
  expect(output).toContain('✗ no SERVER span in trace');
}, 60_000);
