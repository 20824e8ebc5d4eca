import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpClient, httpServer } from '../contract/presets.ts';
import { traceContract } from '../contract/trace-contract.ts';
import { canIDeploy } from './can-i-deploy.ts';
import type { ContractEdge } from './contract-edge.ts';
import { createGitHistory } from './git-history.ts';
import { toAnswer, toVerdictText, type AnswerOptions } from './verdict-text.ts';

const edge: ContractEdge = {
  consumer: { service: 'shop', pact: 'shop/pact.json' },
  provider: {
    service: 'stock',
    openapi: 'stock/openapi.json',
    spans: 'stock/stock.spans.json',
    verify: ['true'],
  },
  notInOpenapi: [],
};

/** Fields of the answer that the consumer counts on, and keys of the SERVER span. */
function pact(fields: readonly string[], keys: readonly string[] = []): string {
  const attributes = Object.fromEntries(keys.map((key) => [key, { any: true as const }]));
  const trace = traceContract({
    consumer: httpClient({ method: 'GET', status: 200, template: '/items' }),
    provider: httpServer({ method: 'GET', status: 200, route: '/items', attributes }),
  });
  const content = Object.fromEntries(fields.map((field) => [field, 1]));
  return JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'stock' },
    interactions: [
      {
        type: 'Synchronous/HTTP',
        description: 'the items',
        comments: { traceContract: trace },
        request: { method: 'GET', path: '/items' },
        response: {
          status: 200,
          headers: { 'content-type': ['application/json'] },
          body: { content, contentType: 'application/json', encoded: false },
        },
      },
    ],
    metadata: { pactSpecification: { version: '4.0' } },
  });
}

function openapi(fields: readonly string[]): string {
  const properties = Object.fromEntries(fields.map((field) => [field, { type: 'number' }]));
  const schema = { type: 'object', required: fields, properties };
  const answer = { description: 'The items.', content: { 'application/json': { schema } } };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'stock', version: '1' },
    paths: { '/items': { get: { responses: { 200: answer } } } },
  });
}

const httpKeys = ['http.request.method', 'http.response.status_code', 'http.route', 'url.path', 'url.scheme'];

function spans(keys: readonly string[] = []): string {
  const attributes = [...httpKeys, ...keys];
  const span = { name: 'GET /items', kind: 'server', statuses: ['unset'], attributes };
  return JSON.stringify({ v: 1, service: 'stock', requests: { 'GET /items': { 200: span } } });
}

let root: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    encoding: 'utf8',
  });

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** Commits what is there as deployed, and gives the commit. */
function deploy(...services: string[]): string {
  git('add', '.');
  git('commit', '-q', '--allow-empty', '-m', 'deploy');
  for (const service of services) git('tag', '-f', `deployed/prod/${service}`);
  return git('rev-parse', 'HEAD').trim();
}

async function ask(
  service: string,
  live: readonly string[] = [],
  options: AnswerOptions = {},
): Promise<string> {
  const verdict = await canIDeploy({
    edges: [edge],
    service,
    environment: 'prod',
    history: createGitHistory(root),
    readFile: (path) => readFile(join(root, path), 'utf8'),
    verifyLive: async () => live.map((message) => ({ interaction: 'the items', message })),
  });
  return `${toVerdictText(verdict, options)}\n${toAnswer(verdict, options)}`;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'can-i-deploy-test-'));
  execFileSync('git', ['init', '-q', root]);
  await write({
    'shop/pact.json': pact(['price']),
    'stock/openapi.json': openapi(['price', 'weight']),
    'stock/stock.spans.json': spans(['stock.shelf']),
  });
});
afterEach(() => rm(root, { recursive: true }));

it('both can be deployed while they fit', async () => {
  const commit = deploy('shop', 'stock').slice(0, 12);
  expect(await ask('shop')).toBe(
    `✓ shop (working tree) -> stock (${commit}): compatible, by its documents\nYes, shop can be deployed to prod.\nyes`,
  );
  expect(await ask('stock')).toBe(
    `✓ shop (${commit}) -> stock (working tree): compatible, live and by its documents\nYes, stock can be deployed to prod.\nyes`,
  );
});

const missing =
  '? shop (working tree) -> stock (none): no version of stock is deployed to prod (there is no tag deployed/prod/stock; environments with tags: prod, stage): nothing to compare with';

it('a missing tag is said, and is no yes', async () => {
  deploy('shop');
  git('tag', 'deployed/stage/stock');
  expect(await ask('shop')).toBe(
    [
      missing,
      'Cannot know whether shop can be deployed to prod: 1 of 1 could not be compared. For a first deployment, --allow-unknown takes that for a yes.',
      'unknown',
    ].join('\n'),
  );
});

it('a missing tag is a yes for a first deployment, and is said all the same', async () => {
  deploy('shop');
  git('tag', 'deployed/stage/stock');
  expect(await ask('shop', [], { allowUnknown: true })).toBe(
    [missing, 'Yes, shop can be deployed to prod, but 1 of 1 could not be compared.', 'yes'].join('\n'),
  );
});

it('a repository without any tag is no yes', async () => {
  deploy();
  const answer = await ask('shop');
  expect(answer).toContain('there are no such tags at all; `git fetch --tags`');
  expect(answer).toMatch(/\nunknown$/);
});

it('no repository at all is an error in words', async () => {
  await rm(join(root, '.git'), { recursive: true });
  await expect(ask('shop', [], { allowUnknown: true })).rejects.toThrow(/not a git repository/);
});

it('a repository that cannot be read is an error, not a missing file', async () => {
  deploy('stock');
  const history = createGitHistory(root);
  const nowhere = { tag: 'deployed/prod/stock', commit: 'f'.repeat(40) };
  await expect(history.readFile(nowhere, 'stock/openapi.json')).rejects.toThrow(/git ls-tree failed/);
});

/** Exit code of the command line, asked in the folder of the test. */
function exitCodeOf(...args: string[]): number | null {
  const main = join(import.meta.dirname, 'main.ts');
  const { status } = spawnSync(
    process.execPath,
    [main, '--contracts', 'edges.json', '--service', 'shop', ...args],
    { cwd: root },
  );
  return status;
}

it('the command ends with 0 for yes, 1 for no and 2 for what it cannot know', async () => {
  await write({ 'edges.json': JSON.stringify([edge]) });
  deploy('shop', 'stock');
  expect(exitCodeOf('--to', 'prod')).toBe(0);
  expect(exitCodeOf('--to', 'prdo')).toBe(2);
  expect(exitCodeOf('--to', 'prdo', '--allow-unknown')).toBe(0);
  await write({ 'shop/pact.json': pact(['price', 'colour']) });
  expect(exitCodeOf('--to', 'prod', '--allow-unknown')).toBe(1);
});

it('a version from before the contract is said', async () => {
  execFileSync('git', ['-C', root, 'rm', '-rq', '--cached', '--ignore-unmatch', '.']);
  git('commit', '-q', '--allow-empty', '-m', 'before');
  git('tag', 'deployed/prod/stock');
  expect(await ask('shop')).toContain('? shop (working tree) -> stock');
  expect(await ask('shop')).toContain('stock/openapi.json does not exist in deployed/prod/stock');
});

it('a consumer that counts on a field which is not deployed yet has to wait', async () => {
  const commit = deploy('stock').slice(0, 12);
  await write({
    'shop/pact.json': pact(['price', 'colour']),
    'stock/openapi.json': openapi(['price', 'colour']),
  });
  const answer = await ask('shop');
  expect(answer).toContain(`✗ shop (working tree) -> stock (${commit}): incompatible`);
  expect(answer).toMatch(/the items: .*colour/);
  expect(answer).toContain('No, shop cannot be deployed to prod.\nno');
});

it('a consumer whose dashboard counts on an attribute which is not deployed yet has to wait', async () => {
  deploy('stock');
  await write({ 'shop/pact.json': pact(['price'], ['stock.shelf', 'stock.row']) });
  expect(await ask('shop')).toContain('the items: SERVER "GET /items" does not have stock.row');
});

it('a request whose trace nobody has seen at the deployed provider cannot be known', async () => {
  await write({ 'stock/stock.spans.json': JSON.stringify({ v: 1, service: 'stock', requests: {} }) });
  const commit = deploy('shop', 'stock').slice(0, 12);
  expect(await ask('shop')).toContain(
    [
      `? shop (working tree) -> stock (${commit}): the span catalogue of the deployed stock does not say:`,
      '    the items: the pacts that stock was verified with never exercised SERVER "GET /items"\n',
    ].join('\n'),
  );
  expect(await ask('shop')).toMatch(/\nunknown$/);
  // Replayed against the working tree itself, it is known.
  expect(await ask('stock')).toMatch(/\nyes$/);
});

it("a provider that drops what only the deployed consumer reads cannot be deployed, though HEAD's own pact passes", async () => {
  await write({ 'shop/pact.json': pact(['price', 'weight'], ['stock.shelf']) });
  const commit = deploy('shop', 'stock').slice(0, 12);
  await write({
    'shop/pact.json': pact(['price']),
    'stock/openapi.json': openapi(['price']),
    'stock/stock.spans.json': spans(),
  });
  git('add', '.');
  git('commit', '-q', '-m', 'drop weight');
  const answer = await ask('stock');
  expect(answer).toContain(`✗ shop (${commit}) -> stock (working tree): incompatible`);
  expect(answer).toMatch(/the items: .*weight/);
  expect(answer).toContain('the items: SERVER "GET /items" does not have stock.shelf');
  git('tag', '-f', 'deployed/prod/shop');
  expect(await ask('stock')).toContain('Yes, stock');
});

it('what only the live verification sees counts as well', async () => {
  deploy('shop', 'stock');
  expect(await ask('stock', ['expected 200 but was 500'])).toContain(
    '    the items: expected 200 but was 500',
  );
});

it('a service that no contract names is an error', async () => {
  await expect(ask('warehouse')).rejects.toThrow('no contract names the service "warehouse"');
});
