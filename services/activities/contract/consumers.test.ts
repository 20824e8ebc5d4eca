import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { compareStatically } from '@cruddur/trace-contract/deploy';
import {
  buildSpanCatalogue,
  toSpanCatalogueText,
  verifyTracedPact,
  type VerifiedInteraction,
} from '@cruddur/trace-contract/pact';
import { afterAll, expect, it } from 'vitest';
import { startProvider, type ContractProvider } from './start-provider.ts';

const headPact = '../gateway/contract/pacts/gateway-activities.json';
// can-i-deploy names the pacts of the deployed consumers instead.
const otherPacts = process.env['CONTRACT_PACTS']?.split(delimiter);

let provider: ContractProvider | undefined;
afterAll(() => provider?.close());

const verified: VerifiedInteraction[] = [];
verifyTracedPact({
  pactFiles: otherPacts ?? [headPact],
  startProvider: async () => (provider = await startProvider()),
  onVerified: (interactions) => verified.push(...interactions),
});

const generateSpans = (): string => toSpanCatalogueText(buildSpanCatalogue('activities', verified));

it.skipIf(otherPacts !== undefined)(
  'the committed activities.spans.json is the generated one; if not, run `npm run contract:update`',
  async () => {
    await expect(generateSpans()).toMatchFileSnapshot('activities.spans.json');
  },
);

it.skipIf(otherPacts !== undefined)('the pact fits openapi.json and activities.spans.json', async () => {
  const documents = {
    pact: await readFile(headPact, 'utf8'),
    openapi: await readFile('../../packages/contracts/openapi.json', 'utf8'),
    // Not the file: an update writes it only after the last test.
    spans: generateSpans(),
  };
  expect(await compareStatically(documents, ['GET /health'])).toEqual([]);
});
