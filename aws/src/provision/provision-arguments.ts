import { parseArgs } from 'node:util';
import {
  connectionOptions,
  readConnection,
  type ConnectionArguments,
} from '../aws-api/connection-arguments.ts';
import { isLogGroupName, logGroupNameExpectation } from './log-group-name.ts';
import { retentionDays, retentionExpectation } from './retention-days.ts';

export interface ProvisionArguments extends ConnectionArguments {
  readonly mode: 'apply' | 'destroy';
  /** Print the plan and do nothing. */
  readonly dryRun: boolean;
  /** Take over what exists by the same name without our tag. */
  readonly adopt: boolean;
  /** Instead of the name in `aws/json/log-group.json`. */
  readonly logGroupName: string | undefined;
  /** Instead of the days in `aws/json/log-group.json`. */
  readonly retentionInDays: number | undefined;
}

export type ProvisionArgumentsResult =
  | { readonly type: 'arguments'; readonly arguments: ProvisionArguments }
  | { readonly type: 'help' }
  | { readonly type: 'problems'; readonly problems: readonly string[] };

export const provisionUsage = `usage: npm run aws:provision -- --dry-run     show what would be done
       npm run aws:provision -- --apply       create or update the sampling rules, groups and log group
       npm run aws:provision -- --destroy     remove what --apply made (with --dry-run: show it only)

  --adopt                    with --apply or --dry-run: also change what exists by the same name without our tag, and
                             shorten the retention of a log group that was adopted so. Without it that is listed and
                             left alone; --destroy never deletes what was adopted, it only takes off our tag
  --region <region>          instead of AWS_REGION, AWS_DEFAULT_REGION or the profile's
  --log-group <name>         instead of the name in aws/json/log-group.json
  --retention-days <days>    instead of the days in aws/json/log-group.json
  --timeout-seconds <n>      for one attempt of one call to AWS, default 5

Another endpoint: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_XRAY, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS.
Exit code: 0 done, or nothing to do; 1 AWS refused or did not answer something, or something is there that needs
--adopt, and the rest was done; 2 the arguments, the region or the files of aws/json are wrong, nothing was done.
`;

/** Reads the command line; all problems at once. */
export function parseProvisionArguments(args: readonly string[]): ProvisionArgumentsResult {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        'dry-run': { type: 'boolean' },
        apply: { type: 'boolean' },
        destroy: { type: 'boolean' },
        adopt: { type: 'boolean' },
        'log-group': { type: 'string' },
        'retention-days': { type: 'string' },
        ...connectionOptions,
      },
    }));
  } catch (error) {
    return { type: 'problems', problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { type: 'help' };

  const problems: string[] = [];
  const apply = values.apply === true;
  const destroy = values.destroy === true;
  const dryRun = values['dry-run'] === true;
  const adopt = values.adopt === true;
  if (!apply && !destroy && !dryRun) problems.push('say what to do: --dry-run, --apply or --destroy');
  if (apply && destroy) problems.push('--apply and --destroy together: choose one');
  if (adopt && destroy) problems.push('--adopt and --destroy together: choose one');
  if (apply && dryRun) problems.push('--apply and --dry-run together: choose one');

  const logGroupName = values['log-group'];
  if (logGroupName !== undefined && !isLogGroupName(logGroupName))
    problems.push(`--log-group ${JSON.stringify(logGroupName)}: expected ${logGroupNameExpectation}`);
  const days = values['retention-days'];
  const retentionInDays = retentionDays.find((known) => String(known) === days);
  if (days !== undefined && retentionInDays === undefined)
    problems.push(`--retention-days ${JSON.stringify(days)}: expected ${retentionExpectation}`);
  const connection = readConnection(values, problems);
  if (problems.length > 0) return { type: 'problems', problems };
  const mode = destroy ? 'destroy' : 'apply';
  return {
    type: 'arguments',
    arguments: { ...connection, mode, dryRun, adopt, logGroupName, retentionInDays },
  };
}
