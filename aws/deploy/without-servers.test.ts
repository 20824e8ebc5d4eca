import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const readme = await readFile(join(import.meta.dirname, 'README.md'), 'utf8');
const installTimeoutMs = 3 * 60_000;
/** As the README has it. */
const wrangler = 'wrangler@4.164.0';

const wranglerProblem = await run('npx', ['--yes', wrangler, '--version'], {
  timeout: installTimeoutMs,
}).then(
  () => undefined,
  (error: unknown) => String(error).trim().split('\n').at(-1),
);
if (wranglerProblem !== undefined) console.log(`LEFT OUT: the Workers before wrangler: ${wranglerProblem}`);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cruddur-without-servers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the Lambda bundle is one file that answers as the README says', async () => {
  const command =
    'npx rolldown services/gateway/src/lambda.ts --format esm --platform node --file lambda/index.mjs';
  expect(readme).toContain(command);
  const file = join(folder, 'index.mjs');
  const args = command.replace('lambda/index.mjs', file).split(' ').slice(2);
  await run(join(root, 'node_modules/.bin/rolldown'), args, { cwd: root });
  const event = JSON.stringify({
    version: '2.0',
    rawPath: '/health',
    rawQueryString: '',
    headers: { host: 'cruddur.example' },
    isBase64Encoded: false,
    requestContext: {
      domainName: 'cruddur.example',
      http: { method: 'GET', path: '/health', sourceIp: '203.0.113.9' },
    },
  });
  const script = `const { handler } = await import('./index.mjs');
    console.log(JSON.stringify(await handler(${event})));`;
  // Away from the repository, so that nothing is found beside it.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ACTIVITIES_URL: 'https://activities.example' },
  });
  expect(JSON.parse(stdout)).toMatchObject({ statusCode: 200, body: '{"status":"alive"}' });
});

test.skipIf(wranglerProblem !== undefined).for(['gateway', 'activities'] as const)(
  'wrangler takes the Worker %s, up to the upload',
  { timeout: installTimeoutMs },
  async (service) => {
    expect(readme).toContain(`npx ${wrangler} deploy --dry-run`);
    const { stdout } = await run('npx', ['--yes', wrangler, 'deploy', '--dry-run', '--outdir', folder], {
      cwd: join(root, 'services', service),
      env: { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false' },
    });
    expect(stdout).toContain(`env.OTEL_SERVICE_NAME ("${service}")`);
    expect(stdout).toContain('--dry-run: exiting now.');
    // 3 MB compressed are what the free plan takes; uncompressed it is far below that.
    expect((await stat(join(folder, 'worker.js'))).size).toBeLessThan(3_000_000);
  },
);
