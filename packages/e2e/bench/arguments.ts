import { parseArgs } from 'node:util';
import { fullPlan, quickPlan, workNames, type Plan } from './plan.ts';

export type ParsedArguments =
  | { readonly ok: true; readonly help: true }
  | { readonly ok: true; readonly help: false; readonly plan: Plan; readonly jsonFile?: string }
  | { readonly ok: false; readonly problems: readonly string[] };

export const usage = `What telemetry costs: CPU a request of two services, bare against traced, interleaved in one run.

  npm run bench -- [--quick] [--work <name>] [--generations <n>] [--rounds <n>] [--minutes <n>]
                   [--json <file>]

  --quick            one short generation of each work, about 70 s: a smoke test, its figures are noisy
  --work <name>      only two-hops, only one-hop, only segments or only logs
  --generations <n>  how many times all processes are started anew, 1 to 20
  --rounds <n>       turns of each variant that count in each generation, 1 to 50
  --minutes <n>      how long the memory of a logger is watched whose lines nobody takes, 1 to 120
  --json <file>      also writes every turn and the summary there
  --help             shows this

Exits with 1 when a bar is missed or a span is lost, with 2 when the arguments are wrong.
`;

/** Reads the command line (without node and script); reports all problems at once. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }));
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { ok: true, help: true };

  const problems: string[] = [];
  const integer = (name: 'generations' | 'rounds' | 'minutes', max: number): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= max) return value;
    problems.push(`--${name}: found ${JSON.stringify(text)}, expected a whole number from 1 to ${max}`);
    return undefined;
  };
  const generations = integer('generations', 20);
  const rounds = integer('rounds', 50);
  const minutes = integer('minutes', 120);
  const names = [...workNames, 'segments', 'logs'];
  const work = names.find((name) => name === values.work);
  if (values.work !== undefined && work === undefined)
    problems.push(`--work: found ${JSON.stringify(values.work)}, expected one of ${names.join(', ')}`);
  if (values.json?.trim() === '') problems.push('--json: found "", expected the name of a file');
  if (problems.length > 0) return { ok: false, problems };

  const base = values.quick === true ? quickPlan : fullPlan;
  const works = base.works
    .filter((part) => work === undefined || part.work === work)
    .map(({ ...part }) => Object.assign(part, generations && { generations }, rounds && { rounds }));
  const segments =
    work === undefined || work === 'segments'
      ? { ...base.segments, ...(rounds === undefined ? undefined : { rounds }) }
      : undefined;
  const logs =
    work === undefined || work === 'logs'
      ? { ...base.logs, ...(rounds && { rounds }), ...(minutes && { memoryMinutes: minutes }) }
      : undefined;
  const plan = { works, segments, logs };
  return {
    ok: true,
    help: false,
    plan,
    ...(values.json === undefined ? {} : { jsonFile: values.json }),
  };
}

const options = {
  quick: { type: 'boolean' },
  work: { type: 'string' },
  generations: { type: 'string' },
  rounds: { type: 'string' },
  minutes: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean' },
} as const;
