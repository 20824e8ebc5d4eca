import {
  compareStatically,
  type ContractDocuments,
  type DocumentMismatch,
  type Incompatibility,
} from './compare-static.ts';
import type { ContractEdge } from './contract-edge.ts';
import type { DeployedVersion, DeploymentHistory } from './git-history.ts';

export interface CanIDeployOptions {
  readonly edges: readonly ContractEdge[];
  /** The service to deploy, as it is in the working tree. */
  readonly service: string;
  readonly environment: string;
  readonly history: DeploymentHistory;
  /** Text of a file of the working tree. */
  readonly readFile: (path: string) => Promise<string>;
  /** Replays a pact (its text) against the provider of the working tree. */
  readonly verifyLive: (edge: ContractEdge, pact: string) => Promise<readonly Incompatibility[]>;
}

/** One pair of versions that would meet after the deployment. */
export interface MatrixCell {
  readonly consumer: string;
  readonly provider: string;
  /** The version of the other side; the one to deploy is the working tree. */
  readonly deployed: DeployedVersion | undefined;
  readonly outcome:
    | { readonly kind: 'compatible'; readonly how: string }
    | { readonly kind: 'incompatible'; readonly problems: readonly Incompatibility[] }
    /** Nothing is deployed there yet, it was deployed before it had a contract, or its documents do not say. */
    | { readonly kind: 'unknown'; readonly reason: string };
}

export interface Verdict {
  readonly service: string;
  readonly environment: string;
  readonly cells: readonly MatrixCell[];
}

/**
 * Whether every version that is deployed in an environment fits the version that is to be deployed there: a consumer against
 * the provider's documents, a provider against the deployed consumers' pacts, live and by its documents.
 */
export async function canIDeploy(options: CanIDeployOptions): Promise<Verdict> {
  const { edges, environment, service } = options;
  const cells: MatrixCell[] = [];
  let isKnown = false;
  for (const edge of edges) {
    if (edge.consumer.service === service) cells.push(await asConsumer(edge, options));
    if (edge.provider.service === service) cells.push(await asProvider(edge, options));
    isKnown ||= edge.consumer.service === service || edge.provider.service === service;
  }
  if (!isKnown) throw new Error(`no contract names the service "${service}"`);
  return { service, environment, cells };
}

async function asConsumer(
  edge: ContractEdge,
  { environment, history, readFile }: CanIDeployOptions,
): Promise<MatrixCell> {
  const { consumer, provider } = edge;
  const names = { consumer: consumer.service, provider: provider.service };
  const deployed = await history.findDeployed(provider.service, environment);
  if (deployed === undefined)
    return { ...names, deployed, outcome: await notDeployed(provider.service, environment, history) };
  const [openapi, spans] = await Promise.all([
    history.readFile(deployed, provider.openapi),
    history.readFile(deployed, provider.spans),
  ]);
  if (openapi === undefined) return { ...names, deployed, outcome: noFile(provider.openapi, deployed) };
  if (spans === undefined) return { ...names, deployed, outcome: noFile(provider.spans, deployed) };
  const pact = await readFile(consumer.pact);
  const found = await compareStatically({ pact, openapi, spans }, edge.notInOpenapi);
  const problems = found.filter(({ kind }) => kind === 'contradicted');
  if (problems.length === 0 && found.length > 0)
    return { ...names, deployed, outcome: notListed(provider.service, found) };
  return { ...names, deployed, outcome: toOutcome(problems, 'by its documents') };
}

async function asProvider(
  edge: ContractEdge,
  { environment, history, readFile, verifyLive }: CanIDeployOptions,
): Promise<MatrixCell> {
  const { consumer, provider } = edge;
  const names = { consumer: consumer.service, provider: provider.service };
  const deployed = await history.findDeployed(consumer.service, environment);
  if (deployed === undefined)
    return { ...names, deployed, outcome: await notDeployed(consumer.service, environment, history) };
  const pact = await history.readFile(deployed, consumer.pact);
  if (pact === undefined) return { ...names, deployed, outcome: noFile(consumer.pact, deployed) };
  const documents: ContractDocuments = {
    pact,
    openapi: await readFile(provider.openapi),
    spans: await readFile(provider.spans),
  };
  const problems = [
    ...(await verifyLive(edge, pact)),
    // What the documents do not list has just been tried live.
    ...(await compareStatically(documents, edge.notInOpenapi)).filter(({ kind }) => kind === 'contradicted'),
  ];
  return { ...names, deployed, outcome: toOutcome(problems, 'live and by its documents') };
}

function toOutcome(problems: readonly Incompatibility[], how: string): MatrixCell['outcome'] {
  return problems.length === 0 ? { kind: 'compatible', how } : { kind: 'incompatible', problems };
}

async function notDeployed(
  service: string,
  environment: string,
  history: DeploymentHistory,
): Promise<MatrixCell['outcome']> {
  const tag = `deployed/${environment}/${service}`;
  const known = await history.listEnvironments();
  const environments =
    known.length === 0
      ? 'there are no such tags at all; `git fetch --tags` gets those of the remote'
      : `environments with tags: ${known.join(', ')}`;
  return {
    kind: 'unknown',
    reason: `no version of ${service} is deployed to ${environment} (there is no tag ${tag}; ${environments}): nothing to compare with`,
  };
}

function noFile(path: string, { commit, tag }: DeployedVersion): MatrixCell['outcome'] {
  return {
    kind: 'unknown',
    reason: `${path} does not exist in ${tag} (${commit.slice(0, 12)}): nothing to compare with`,
  };
}

function notListed(service: string, found: readonly DocumentMismatch[]): MatrixCell['outcome'] {
  const lines = found.map(({ interaction, message }) => `\n    ${interaction}: ${message}`);
  return {
    kind: 'unknown',
    reason: `the span catalogue of the deployed ${service} does not say:${lines.join('')}`,
  };
}
