import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { canIDeploy } from './can-i-deploy.ts';
import { parseContractEdges } from './contract-edge.ts';
import { createGitHistory } from './git-history.ts';
import { isDeployable, toVerdictText } from './verdict-text.ts';
import { verifyLive } from './verify-live.ts';

const usage = 'can-i-deploy --contracts <file> --service <name> --to <environment>';

const { values } = parseArgs({
  options: {
    contracts: { type: 'string' },
    service: { type: 'string' },
    to: { type: 'string' },
  },
});
const { contracts, service, to: environment } = values;
if (contracts === undefined || service === undefined || environment === undefined) {
  console.error(`usage: ${usage}`);
  process.exit(2);
}

const root = process.cwd();
const verdict = await canIDeploy({
  edges: parseContractEdges(await readFile(contracts, 'utf8'), contracts),
  service,
  environment,
  history: createGitHistory(root),
  readFile: (path) => readFile(resolve(root, path), 'utf8'),
  verifyLive: (edge, pact) => verifyLive(root, edge, pact),
});
console.log(toVerdictText(verdict));
process.exitCode = isDeployable(verdict) ? 0 : 1;
