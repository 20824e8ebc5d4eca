/** What both commands take to reach AWS. */
export interface ConnectionArguments {
  /** Undefined: from the environment or the profile. */
  readonly region: string | undefined;
  /** For one attempt; the SDK makes up to four. */
  readonly timeoutMs: number;
}

/** For `parseArgs` of node:util. */
export const connectionOptions = {
  region: { type: 'string' },
  'timeout-seconds': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const defaultTimeoutSeconds = 5;
const maxTimeoutSeconds = 300;

/** What is wrong is added to `problems`. */
export function readConnection(
  values: { readonly region?: string | undefined; readonly 'timeout-seconds'?: string | undefined },
  problems: string[],
): ConnectionArguments {
  const { region } = values;
  if (region !== undefined && !isRegion(region))
    problems.push(`--region ${JSON.stringify(region)}: expected a region such as eu-central-1`);
  const text = values['timeout-seconds'] ?? String(defaultTimeoutSeconds);
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds > 0 && seconds <= maxTimeoutSeconds))
    problems.push(
      `--timeout-seconds ${JSON.stringify(text)}: expected a number above 0, up to ${maxTimeoutSeconds}`,
    );
  return { region, timeoutMs: seconds * 1000 };
}

/** The form that all regions have; which ones exist, AWS knows. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}
