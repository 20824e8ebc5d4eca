import { z } from 'zod';
import { AwsError, defineOperation, type AwsOperation } from './aws-operation.ts';
import { pageOf } from './page.ts';

const refusal = 'InvalidParameterException';
const arnPrefix = 'arn:aws:logs:eu-central-1:123456789012:log-group:';
const allowedDays: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

const logGroupName = z.string().regex(/^(?!aws\/)[A-Za-z0-9_\-/.#]{1,512}$/);
const onlyName = z.strictObject({ logGroupName });
const tags = z.record(z.string().min(1).max(128), z.string().max(256));

interface LogGroup {
  /** Undefined: never expires. */
  retentionInDays: number | undefined;
  tags: Record<string, string>;
}

/** What the double's CloudWatch Logs holds, by name of the group. */
export type LogsState = Map<string, LogGroup>;

/** The operations of CloudWatch Logs that the commands call, by their targets. */
export function createLogsOperations(
  state: LogsState,
  pageSize: number,
): Readonly<Record<string, AwsOperation>> {
  const groupOf = (name: string): LogGroup => {
    const group = state.get(name);
    if (group === undefined)
      throw new AwsError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  };
  const groupOfArn = (arn: string): LogGroup => {
    if (!arn.startsWith(arnPrefix) || arn.endsWith(':*')) throw new AwsError(400, refusal, 'Invalid ARN');
    return groupOf(arn.slice(arnPrefix.length));
  };
  return {
    'Logs_20140328.DescribeLogGroups': defineOperation(
      z.strictObject({ logGroupNamePrefix: z.string().optional(), nextToken: z.string().optional() }),
      refusal,
      ({ logGroupNamePrefix: prefix = '', nextToken }) => {
        const matching = [...state]
          .filter(([name]) => name.startsWith(prefix))
          .toSorted(([a], [b]) => (a < b ? -1 : 1));
        const page = pageOf(matching, nextToken, pageSize, refusal);
        return {
          logGroups: page.items.map(([name, { retentionInDays }]) => ({
            logGroupName: name,
            retentionInDays,
            creationTime: 1,
            storedBytes: 0,
            arn: `${arnPrefix}${name}:*`,
            logGroupArn: `${arnPrefix}${name}`,
          })),
          nextToken: page.nextToken,
        };
      },
    ),
    'Logs_20140328.CreateLogGroup': defineOperation(
      z.strictObject({ logGroupName, tags: tags.optional() }),
      refusal,
      ({ logGroupName, tags = {} }) => {
        if (state.has(logGroupName))
          throw new AwsError(400, 'ResourceAlreadyExistsException', 'The specified log group already exists');
        state.set(logGroupName, { retentionInDays: undefined, tags });
        return {};
      },
    ),
    'Logs_20140328.PutRetentionPolicy': defineOperation(
      z.strictObject({
        logGroupName,
        retentionInDays: z.int().refine((days) => allowedDays.has(days)),
      }),
      refusal,
      ({ logGroupName, retentionInDays }) => {
        groupOf(logGroupName).retentionInDays = retentionInDays;
        return {};
      },
    ),
    'Logs_20140328.DeleteLogGroup': defineOperation(onlyName, refusal, ({ logGroupName }) => {
      groupOf(logGroupName);
      state.delete(logGroupName);
      return {};
    }),
    'Logs_20140328.ListTagsForResource': defineOperation(
      z.strictObject({ resourceArn: z.string() }),
      refusal,
      ({ resourceArn }) => ({ tags: groupOfArn(resourceArn).tags }),
    ),
    'Logs_20140328.TagResource': defineOperation(
      z.strictObject({ resourceArn: z.string(), tags }),
      refusal,
      ({ resourceArn, tags }) => {
        Object.assign(groupOfArn(resourceArn).tags, tags);
        return {};
      },
    ),
    'Logs_20140328.UntagResource': defineOperation(
      z.strictObject({ resourceArn: z.string(), tagKeys: z.array(z.string()).min(1) }),
      refusal,
      ({ resourceArn, tagKeys }) => {
        const group = groupOfArn(resourceArn);
        group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key)));
        return {};
      },
    ),
  };
}
