import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createScratchProject, npmEnvironment, packCopy, type ScratchProject } from '@cruddur/pack';
import { publint } from 'publint';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleWorker } from '../runtimes/bundle-worker.ts';
import { runtimes } from '../runtimes/runtime-binary.ts';
import { startOn, type RuntimeEntry } from '../runtimes/start-on.ts';
import { startSpanReceiver, type SpanReceiver } from '../xray/start-span-receiver.ts';
import { readReadmePage } from './readme-page.ts';
import { receivedTrace, runAsTold } from './run-as-told.ts';

const run = promisify(execFile);
const page = await readReadmePage();
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const callerSpanId = '00f067aa0ba902b7';

let folder: string;
let packedFile: string;
let shop: ScratchProject;
let besideOthers: ScratchProject;
let receiver: SpanReceiver;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-telemetry-'));
  receiver = await startSpanReceiver();
  packedFile = await packCopy('telemetry', folder);
  const packed = { '@cruddur/telemetry': packedFile };
  const otherPeers: Readonly<Record<string, string>> = { '@opentelemetry/api': '1.10.0', hono: '4.8.0' };
  const packages = page.packages
    .filter((name) => !['typescript', '@types/node'].includes(name))
    .map((name) => (name in otherPeers ? `${name}@${otherPeers[name]}` : name));
  [shop, besideOthers] = await Promise.all([
    createScratchProject(join(folder, 'shop'), page, packed),
    createScratchProject(join(folder, 'other-peers'), { ...page, packages }, packed),
  ]);
  await cp(fixtures, shop.folder, { recursive: true });
}, 120_000);
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test('publint has nothing to say of the packed file', async () => {
  const { buffer, byteLength, byteOffset } = await readFile(packedFile);
  const tarball = buffer.slice(byteOffset, byteOffset + byteLength);
  expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
});

test('in the packed file are the build and what tells of it, no tests and no fixtures', async () => {
  const names = (await run('tar', ['-tzf', packedFile])).stdout.trim().split('\n');
  const known = /^package\/(dist\/.+\.(js|d\.ts)|[\w-]+\.md|src\/\w+\/README\.md|LICENSE|package\.json)$/;
  expect(names.filter((name) => !known.test(name) || /test\.|fixtures/.test(name))).toEqual([]);
  const needed = ['LICENSE', 'README.md', 'dist/node.js', 'dist/edge.d.ts', ...page.links];
  expect(names).toEqual(expect.arrayContaining(needed.map((name) => `package/${name}`)));
});

test('every command of the README is one that is tested here', () => {
  expect(page.commands).toEqual([
    'npm pack --workspace @cruddur/telemetry\n',
    expect.stringMatching(/^npm install .*\nnpm install --save-dev .*\n$/),
    expect.stringContaining('node shop.ts'),
    'node --test shop.test.ts\n',
  ]);
});

describe('the two services of the README, outside the repository, on the packed file', () => {
  beforeEach((context) => skipWithoutRegistry(shop, context));

  test('no install script is run, and npm has nothing to warn of', () => {
    // npm announces each as "> name@version postinstall".
    expect(shop.installed).not.toMatch(/^> /m);
    expect(shop.installed).not.toMatch(/ERESOLVE|deprecated|EBADENGINE/);
  });

  test('started as the README says, one request is one trace with the same ids in both', async () => {
    expect(await runAsTold(page, shop.folder, receiver)).toBe(page.trace);
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('every block is well typed (%s, %s)', async (module, moduleResolution) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      allowImportingTsExtensions: true,
    };
    await writeFile(
      join(shop.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    );
    expect(await shop.run('tsc')).toMatchObject({ exitCode: 0 });
  });

  test('the test of the README passes, and the other parts do what it says', async () => {
    const { stdout } = await run(process.execPath, ['--test', 'shop.test.ts', 'parts.mjs'], {
      cwd: shop.folder,
      env: npmEnvironment,
    });
    expect(stdout).toMatch(/pass 4\n/);
  });

  test('neither rollbar nor the AWS SDK is loaded where neither is configured', async () => {
    const { stdout } = await run(process.execPath, ['loaded-packages.mjs'], {
      cwd: shop.folder,
      env: npmEnvironment,
    });
    const loaded: readonly string[] = JSON.parse(stdout);
    expect(loaded).toContain('@opentelemetry/sdk-trace-node');
    expect(loaded.filter((name) => !/^@(opentelemetry|cruddur)\//.test(name))).toEqual([]);
  });

  test('for the edge it is bundled to no more than from the sources', async () => {
    const app = 'traced-tiny-app.ts';
    const source = fileURLToPath(new URL(`../runtimes/fixtures/${app}`, import.meta.url));
    await cp(source, join(shop.folder, app));
    const sizes = await Promise.all([source, join(shop.folder, app)].map(bundleSize));
    const [fromSources = 0, fromPacked = Infinity] = sizes;
    console.log(
      `edge bundle, minified and gzipped: ${fromPacked} bytes packed, ${fromSources} from the sources`,
    );
    expect(fromPacked).toBeLessThan(fromSources * 1.01);
  });

  test.each(runtimes)('the shop on %s and the stock on Node make one trace', async (runtime) => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '20' };
    const entry: RuntimeEntry = {
      folder: shop.folder,
      node: 'shop.ts',
      serve: 'shop-serve.ts',
      worker: join(shop.folder, 'shop-worker.ts'),
      probe: '/health',
    };
    const stock = await startOn('node', { ...entry, node: 'stock.ts', probe: '/items/none' }, environment);
    try {
      const running = await startOn(runtime, entry, { ...environment, STOCK_URL: stock.url });
      try {
        const traceId = crypto.randomUUID().replaceAll('-', '');
        const traceparent = `00-${traceId}-${callerSpanId}-01`;
        const answer = await fetch(`${running.url}/offers/lamp`, { headers: { traceparent } });
        expect(await answer.json()).toEqual({ available: true });
        expect(await receivedTrace(traceId, page, receiver)).toBe(page.trace);
      } finally {
        await running.process.stop();
      }
    } finally {
      await stock.process.stop();
    }
  });
});

describe('beside version 1.10 of the API and the oldest Hono that will do', () => {
  beforeEach((context) => skipWithoutRegistry(besideOthers, context));

  test('npm warns, installs that one API, and one request is one trace', async () => {
    expect(besideOthers.installed).toContain('ERESOLVE overriding peer dependency');
    expect(await apiVersions(besideOthers)).toEqual(['1.10.0']);
    expect(await runAsTold(page, besideOthers.folder, receiver)).toBe(page.trace);
  });

  test('with the override of the README, npm has nothing to say, be it strict', async () => {
    const manifest = join(besideOthers.folder, 'package.json');
    const before: object = JSON.parse(await readFile(manifest, 'utf8'));
    const override: object = JSON.parse(page.files.get('overrides.json') ?? '');
    await writeFile(manifest, JSON.stringify({ ...before, ...override }));
    await rm(join(besideOthers.folder, 'node_modules'), { recursive: true });
    await rm(join(besideOthers.folder, 'package-lock.json'));
    const { exitCode, output } = await besideOthers.npm(
      'install',
      '--package-lock-only',
      '--prefer-offline',
      '--strict-peer-deps',
    );
    expect(exitCode).toBe(0);
    expect(output).not.toContain('ERESOLVE');
    expect(await apiVersions(besideOthers)).toEqual(['1.10.0']);
  });
});

function skipWithoutRegistry(
  { leftOut }: ScratchProject,
  context: { readonly skip: (condition: boolean, note: string) => void },
): void {
  context.skip(leftOut !== undefined, `LEFT OUT, the registry is out of reach: ${leftOut}`);
}

async function bundleSize(entry: string): Promise<number> {
  return gzipSync((await bundleWorker(entry, { minify: true })).code, { level: 9 }).length;
}

async function apiVersions({ folder: root }: ScratchProject): Promise<readonly string[]> {
  const lock: { readonly packages: Readonly<Record<string, { readonly version: string }>> } = JSON.parse(
    await readFile(join(root, 'package-lock.json'), 'utf8'),
  );
  return Object.entries(lock.packages)
    .filter(([path]) => path.endsWith('node_modules/@opentelemetry/api'))
    .map(([, { version }]) => version);
}
