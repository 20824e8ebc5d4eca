import type { MatrixCell, Verdict } from './can-i-deploy.ts';

/** `unknown`: nothing is known to break, but something could not be compared. */
export type Answer = 'yes' | 'no' | 'unknown';

export interface AnswerOptions {
  /** Take what could not be compared for compatible, as for the first deployment to an environment. @default false */
  readonly allowUnknown?: boolean;
}

export function toAnswer({ cells }: Verdict, { allowUnknown = false }: AnswerOptions = {}): Answer {
  if (cells.some(({ outcome }) => outcome.kind === 'incompatible')) return 'no';
  const isUnknown = cells.some(({ outcome }) => outcome.kind === 'unknown');
  return isUnknown && !allowUnknown ? 'unknown' : 'yes';
}

/** The matrix for a terminal or a build log, and the answer as its last line. */
export function toVerdictText(verdict: Verdict, options: AnswerOptions = {}): string {
  const { cells, service } = verdict;
  return [...cells.flatMap((cell) => toLines(cell, service)), toLastLine(verdict, options)].join('\n');
}

function toLastLine(verdict: Verdict, options: AnswerOptions): string {
  const { cells, environment, service } = verdict;
  const unknown = cells.filter(({ outcome }) => outcome.kind === 'unknown').length;
  const compared = `${unknown} of ${cells.length} could not be compared`;
  switch (toAnswer(verdict, options)) {
    case 'yes':
      return `Yes, ${service} can be deployed to ${environment}${unknown === 0 ? '' : `, but ${compared}`}.`;
    case 'no':
      return `No, ${service} cannot be deployed to ${environment}.`;
    case 'unknown':
      return `Cannot know whether ${service} can be deployed to ${environment}: ${compared}. For a first deployment, --allow-unknown takes that for a yes.`;
  }
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
