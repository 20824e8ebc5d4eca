import { parseArgs } from 'node:util';
import {
  connectionOptions,
  readConnection,
  type ConnectionArguments,
} from '../aws-api/connection-arguments.ts';

interface ServiceGraphArguments extends ConnectionArguments {
  readonly minutes: number;
  readonly groupName: string | undefined;
}

export type ServiceGraphArgumentsResult =
  | { readonly type: 'arguments'; readonly arguments: ServiceGraphArguments }
  | { readonly type: 'help' }
  | { readonly type: 'problems'; readonly problems: readonly string[] };

const defaultMinutes = 10;
/** GetServiceGraph answers for six hours at most. */
const maxMinutes = 360;

export const serviceGraphUsage: string = `usage: npm run aws:service-graph -- [--minutes ${defaultMinutes}] [--group <name>]

  --minutes <n>              how far back to look, 1 to ${maxMinutes}
  --group <name>             only the traces of this group, such as Cruddur-fault-or-error
  --region <region>          instead of AWS_REGION, AWS_DEFAULT_REGION or the profile's
  --timeout-seconds <n>      for one attempt of one call to AWS, default 5

Exit code: 0 shown, even if empty; 1 AWS refused or did not answer; 2 the arguments or the region are wrong.
`;

/** Reads the command line; all problems at once. */
export function parseServiceGraphArguments(args: readonly string[]): ServiceGraphArgumentsResult {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      options: { minutes: { type: 'string' }, group: { type: 'string' }, ...connectionOptions },
    }));
  } catch (error) {
    return { type: 'problems', problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { type: 'help' };

  const problems: string[] = [];
  const text = values.minutes ?? String(defaultMinutes);
  const minutes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(minutes >= 1 && minutes <= maxMinutes))
    problems.push(`--minutes ${JSON.stringify(text)}: expected a whole number from 1 to ${maxMinutes}`);
  const groupName = values.group;
  if (groupName !== undefined && !/^[A-Za-z0-9-]{1,32}$/.test(groupName))
    problems.push(`--group ${JSON.stringify(groupName)}: expected 1 to 32 letters, digits and dashes`);
  const connection = readConnection(values, problems);
  if (problems.length > 0) return { type: 'problems', problems };
  return { type: 'arguments', arguments: { ...connection, minutes, groupName } };
}
