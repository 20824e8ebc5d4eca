#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { canIDeploy } from './can-i-deploy.ts';
import { parseContractEdges } from './contract-edge.ts';
import { createGitHistory } from './git-history.ts';
import { toAnswer, toVerdictText } from './verdict-text.ts';
import { verifyLive } from './verify-live.ts';

const usage = 'usage: can-i-deploy --contracts <file> --service <name> --to <environment> [--allow-unknown]';
const exitCodes = { yes: 0, no: 1, unknown: 2 } as const;

// 0: yes, 1: no, 2: it cannot be known, be it that something could not be compared or that the question failed.
try {
  process.exitCode = await answer();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function answer(): Promise<number> {
  const { values } = parseArgs({
    options: {
      contracts: { type: 'string' },
      service: { type: 'string' },
      to: { type: 'string' },
      'allow-unknown': { type: 'boolean', default: false },
    },
  });
  const { contracts, service, to: environment } = values;
  if (contracts === undefined || service === undefined || environment === undefined) throw new Error(usage);
  const root = process.cwd();
  const verdict = await canIDeploy({
    edges: parseContractEdges(await readFile(contracts, 'utf8'), contracts),
    service,
    environment,
    history: createGitHistory(root),
    readFile: (path) => readFile(resolve(root, path), 'utf8'),
    verifyLive: (edge, pact) => verifyLive(root, edge, pact),
  });
  const options = { allowUnknown: values['allow-unknown'] };
  console.log(toVerdictText(verdict, options));
  return exitCodes[toAnswer(verdict, options)];
}
