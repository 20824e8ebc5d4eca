/** As much of an environment reader as is needed here. */
export interface FaultSwitchReader {
  readonly text: (variable: string) => string | undefined;
  readonly choice: (variable: string, choices: readonly ['on', 'off'], fallback: 'off') => 'on' | 'off';
  readonly problem: (variable: string, found: string, expected: string) => void;
}

const productionNames: ReadonlySet<string> = new Set(['production', 'prod', 'live']);

/**
 * Whether faults are offered: unless `CRUDDUR_FAULTS=off`, and never in production, which either `NODE_ENV` or the
 * resource's `deployment.environment.name` says. To ask for them there is a problem.
 */
export function readFaultSwitch(
  read: FaultSwitchReader,
  resourceAttributes: Readonly<Record<string, unknown>>,
): boolean {
  const variable = 'CRUDDUR_FAULTS';
  const wish = read.text(variable) === undefined ? undefined : read.choice(variable, ['on', 'off'], 'off');
  const isProduction = [
    read.text('NODE_ENV'),
    resourceAttributes['deployment.environment.name'],
    // Its name before semantic conventions 1.27.
    resourceAttributes['deployment.environment'],
  ].some((name) => typeof name === 'string' && productionNames.has(name.toLowerCase()));
  if (isProduction && wish === 'on')
    read.problem(variable, '"on"', 'off or nothing in production (NODE_ENV, deployment.environment.name)');
  return !isProduction && wish !== 'off';
}
