import { parseArgs } from 'node:util';

interface DoctorArguments {
  readonly json: boolean;
  /** `start`: without what `npm run dev` adds to the environment. */
  readonly mode: 'dev' | 'start';
}

type DoctorArgumentsResult =
  | { readonly type: 'arguments'; readonly arguments: DoctorArguments }
  | { readonly type: 'help' }
  | { readonly type: 'problem'; readonly problem: string };

export const doctorUsage: string = `usage: npm run doctor -- [--start] [--json]

Looks at the variables, the vendors' keys and this machine, and says what is wrong and how to put it right.
Nothing is changed, and no secret is shown.

  --start   as \`npm start\` would run the services, not \`npm run dev\`
  --json    for programs: {"findings": [{"group", "check", "status", "message", "remedy"}]}

Exit code: 0 no problem, though there may be warnings; 1 problems; 2 the arguments are wrong.
`;

export function parseDoctorArguments(args: readonly string[]): DoctorArgumentsResult {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        json: { type: 'boolean', default: false },
        start: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { type: 'help' };
    return { type: 'arguments', arguments: { json: values.json, mode: values.start ? 'start' : 'dev' } };
  } catch (error) {
    return { type: 'problem', problem: error instanceof Error ? error.message : String(error) };
  }
}
