import type { MatrixCell, Verdict } from './can-i-deploy.ts';

/** Whether the deployment may go on: nothing is known to break. What could not be compared is said in the text. */
export function isDeployable({ cells }: Verdict): boolean {
  return cells.every(({ outcome }) => outcome.kind !== 'incompatible');
}

/** The matrix for a terminal or a build log, and the answer as its last line. */
export function toVerdictText(verdict: Verdict): string {
  const { cells, environment, service } = verdict;
  const unknown = cells.filter(({ outcome }) => outcome.kind === 'unknown').length;
  const answer = isDeployable(verdict)
    ? `Yes, ${service} can be deployed to ${environment}${unknown === 0 ? '' : `, but ${unknown} of ${cells.length} could not be compared`}.`
    : `No, ${service} cannot be deployed to ${environment}.`;
  return [...cells.flatMap((cell) => toLines(cell, service)), answer].join('\n');
}

function toLines({ consumer, deployed, outcome, provider }: MatrixCell, service: string): readonly string[] {
  const version = deployed === undefined ? 'none' : deployed.commit.slice(0, 12);
  const toVersion = (name: string): string => (name === service ? 'working tree' : version);
  const pair = `${consumer} (${toVersion(consumer)}) -> ${provider} (${toVersion(provider)})`;
  switch (outcome.kind) {
    case 'compatible':
      return [`✓ ${pair}: compatible, ${outcome.how}`];
    case 'unknown':
      return [`? ${pair}: ${outcome.reason}`];
    case 'incompatible':
      return [
        `✗ ${pair}: incompatible`,
        ...outcome.problems.map(
          ({ interaction, message }) => `    ${interaction}: ${message.replaceAll('\n', '\n      ')}`,
        ),
      ];
  }
}
