import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  canIDeploy,
  createGitHistory,
  parseContractEdges,
  toVerdictText,
} from '@cruddur/trace-contract/deploy';
import { verifyPact } from '@cruddur/trace-contract/pact';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChangedApp } from './change-service.ts';
import { writePactExcerpt } from './pact-excerpt.ts';
import { sourceChanges } from './source-changes.ts';
import { startProvider, type ContractProvider } from './start-provider.ts';

const repository = '../..';
const [edge] = parseContractEdges(await readFile('contract/edges.json', 'utf8'), 'edges.json');
if (edge === undefined) throw new Error('edges.json is empty');
const interactions = ['the home feed', 'the feed of a user'];
/** What a gateway that no longer reads `likes_count` would say. */
const withoutLikes = (pact: string): string =>
  pact.replaceAll('"likes_count":5,', '').replaceAll(/"\$\[\*\]\.likes_count":\{[^{]*\{[^}]*\}\]\},/g, '');

let provider: ContractProvider;
let root: string;
beforeAll(async () => {
  provider = await startProvider();
  root = await mkdtemp(join(tmpdir(), 'deployed-consumer-'));
});
afterAll(async () => {
  await provider?.close();
  await rm(root, { recursive: true });
});

async function verify(pact: string): Promise<{ interaction: string; message: string }[]> {
  const pactFile = join(root, 'pact.json');
  await writeFile(pactFile, pact);
  const { spans, states } = provider;
  const fetch = provider.serve(await createChangedApp(sourceChanges.dropLikes));
  const verified = await verifyPact({ pactFile, fetch, spans, states, timeoutMs: 50 });
  return verified.flatMap(({ errors, interaction: { description } }) =>
    errors.map(({ message }) => ({ interaction: description, message })),
  );
}

it("a dropped field breaks the deployed gateway, though HEAD's own pact passes", async () => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      encoding: 'utf8',
    });
  git('init', '-q');
  for (const path of [edge.provider.openapi, edge.provider.spans])
    await cp(join(repository, path), join(root, path), { recursive: true });
  const pactFile = join(root, edge.consumer.pact);
  await cp(join(repository, dirname(edge.consumer.pact)), dirname(pactFile), { recursive: true });
  await writePactExcerpt(join(repository, edge.consumer.pact), pactFile, interactions);
  git('add', '.');
  git('commit', '-q', '-m', 'deployed');
  git('tag', 'deployed/prod/gateway');
  const commit = git('rev-parse', 'HEAD').trim();

  await writePactExcerpt(join(repository, edge.consumer.pact), pactFile, interactions, withoutLikes);
  const headPact = await readFile(pactFile, 'utf8');
  expect(headPact).not.toContain('likes_count');
  expect(await verify(headPact)).toEqual([]);

  const verdict = await canIDeploy({
    edges: [edge],
    service: 'activities',
    environment: 'prod',
    history: createGitHistory(root),
    readFile: (path) => readFile(join(root, path), 'utf8'),
    verifyLive: (_edge, pact) => verify(pact),
  });
  const text = toVerdictText(verdict);
  expect(text).toContain(`✗ gateway (${commit.slice(0, 12)}) -> activities (working tree): incompatible`);
  expect(text).toMatch(/the home feed: .*\n.*\n.*missing the following keys: likes_count/);
  expect(text).toContain('the feed of a user: ');
  expect(text).toContain('No, activities cannot be deployed to prod.');
});
