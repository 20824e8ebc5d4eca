import { randomUUID } from 'node:crypto';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { callAws, type AwsAnswer } from './call-aws.ts';
import { domainOf } from './check-identity.ts';
import type { AwsCredentials } from './credentials.ts';
import { explainAnswer } from './explain-answer.ts';
import type { PolicyFiles } from './policy-files.ts';

interface LogGroupOptions {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** Undefined for AWS's own. */
  readonly endpoint: string | undefined;
  readonly group: string;
  readonly policies: PolicyFiles;
}

/** Whether lines may be written to the group, whether it is there, and whether it keeps them for ever. Writes nothing. */
export async function checkLogGroup(options: LogGroupOptions, probe: Probe): Promise<readonly Finding[]> {
  const { credentials, region, endpoint, group } = options;
  const call = (operation: string, input: object): Promise<AwsAnswer> =>
    callAws(
      {
        service: 'logs',
        region,
        url: `${endpoint ?? `https://logs.${region}.${domainOf(region)}`}/`,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Logs_20140328.${operation}`,
        },
        body: JSON.stringify(input),
      },
      credentials,
      probe,
    );
  const [put, described] = await Promise.all([
    // There is no such stream: who may write is told that, who may not is told so first.
    call('PutLogEvents', {
      logGroupName: group,
      logStreamName: `doctor/${randomUUID()}`,
      logEvents: [{ timestamp: Date.now(), message: 'a question of npm run doctor that is never kept' }],
    }),
    call('DescribeLogGroups', { logGroupNamePrefix: group }),
  ]);
  const writing = judgeWriting(put, options);
  return writing.status === 'ok' ? [writing, judgeRetention(described, options)] : [writing];
}

function judgeWriting(answer: AwsAnswer, { region, group, policies }: LogGroupOptions): Finding {
  const found = findingsOf('aws', 'log-group');
  const isMissing = answer.type === 'refusal' && answer.code === 'ResourceNotFoundException';
  if (isMissing && answer.message.includes('log group')) {
    return found.warning(
      `there is no log group ${group} in ${region}`,
      'npm run aws:provision -- --apply makes it, with its retention; the services can too, where they may (logs:CreateLogGroup)',
    );
  }
  if (isMissing || answer.type === 'answer') return found.ok(`lines may be written to log group ${group}`);
  return explainAnswer(answer, { action: 'logs:PutLogEvents', region, who: 'the services', policies });
}

function judgeRetention(answer: AwsAnswer, { group, policies }: LogGroupOptions): Finding {
  const found = findingsOf('aws', 'log-retention');
  if (answer.type !== 'answer') {
    return found.ok(
      `how long ${group} keeps lines may not be seen with these credentials (logs:DescribeLogGroups, ${policies.granting('logs:DescribeLogGroups')})`,
    );
  }
  const days = retentionOf(answer.body, group);
  return days === undefined
    ? found.warning(
        `log group ${group} never forgets anything, and its cost only grows`,
        `aws logs put-retention-policy --log-group-name ${group} --retention-in-days 30, or npm run aws:provision -- --apply --adopt`,
      )
    : found.ok(`log group ${group} keeps lines for ${days} days`);
}

function retentionOf(body: string, group: string): number | undefined {
  const value: unknown = JSON.parse(body);
  const groups: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'logGroups') : [];
  const own: unknown = Array.isArray(groups)
    ? groups.find((entry: unknown) => isRecord(entry) && entry['logGroupName'] === group)
    : undefined;
  const days = isRecord(own) ? own['retentionInDays'] : undefined;
  return typeof days === 'number' ? days : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
