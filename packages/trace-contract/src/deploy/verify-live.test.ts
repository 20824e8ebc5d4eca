import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContractEdge } from './contract-edge.ts';
import { verifyLive } from './verify-live.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'verify-live-'));
});
afterAll(() => rm(root, { recursive: true }));

/** A verification that leaves this report, keeps the pact that it was given, and ends with this exit code. */
async function edgeThatReports(report: object | undefined, exitCode: number): Promise<ContractEdge> {
  const script = join(root, 'verify.mjs');
  await writeFile(
    script,
    `import { copyFileSync, writeFileSync } from 'node:fs';
    copyFileSync(process.env.CONTRACT_PACTS, 'seen.json');
    const file = process.argv.find((argument) => argument.startsWith('--outputFile=')).slice(13);
    const report = ${JSON.stringify(JSON.stringify(report) ?? '')};
    if (report !== '') writeFileSync(file, report);
    process.exitCode = ${exitCode};`,
  );
  return {
    consumer: { service: 'shop', pact: 'pact.json' },
    provider: { service: 'stock', openapi: '', spans: '', verify: [process.execPath, script] },
    notInOpenapi: [],
  };
}

const passed = { title: 'the items', status: 'passed', failureMessages: [] };
const failed = {
  title: 'an item',
  status: 'failed',
  failureMessages: [
    'AggregateError: contract broken\n✗ $.count\n    at verify (/a.ts:1:2)\n    at b (/b.ts:3:4)',
  ],
};

it('gives the provider the deployed pact, and says what failed without class and stack', async () => {
  const report = { testResults: [{ message: '', assertionResults: [passed, failed] }] };
  const problems = await verifyLive(root, await edgeThatReports(report, 1), '{"deployed":true}');
  expect(problems).toEqual([{ interaction: 'an item', message: 'contract broken\n✗ $.count' }]);
  expect(await readFile(join(root, 'seen.json'), 'utf8')).toBe('{"deployed":true}');
});

it('has nothing to say of a good run', async () => {
  const report = { testResults: [{ message: '', assertionResults: [passed] }] };
  expect(await verifyLive(root, await edgeThatReports(report, 0), '{}')).toEqual([]);
});

it('a run that fails without a failed test is no good run', async () => {
  const report = { testResults: [{ message: '', assertionResults: [passed] }] };
  const problems = await verifyLive(root, await edgeThatReports(report, 3), '{}');
  expect(problems).toMatchObject([{ interaction: 'the pact as a whole' }]);
});

it('a test file that cannot be read is said in its own words', async () => {
  const report = { testResults: [{ message: 'deployed.json is not a V4 pact', assertionResults: [] }] };
  expect(await verifyLive(root, await edgeThatReports(report, 1), '{}')).toEqual([
    { interaction: 'the pact as a whole', message: 'deployed.json is not a V4 pact' },
  ]);
});

it('no report is an error', async () => {
  await expect(verifyLive(root, await edgeThatReports(undefined, 1), '{}')).rejects.toThrow('left no report');
});
