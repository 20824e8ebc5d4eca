import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupSettings } from './desired-files.ts';
import { adoptedTag, madeTag, readOwnership } from './ownership-tag.ts';
import type { ActualResource, ResourceStore } from './resource.ts';

/** The one log group, with its retention: CloudWatch keeps logs for ever unless told. */
export function createLogGroupStore(
  client: CloudWatchLogsClient,
  { logGroupName, retentionInDays }: LogGroupSettings,
): ResourceStore {
  const setRetention = async (): Promise<void> => {
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  };
  return {
    kind: 'log group',
    desired: [{ kind: 'log group', name: logGroupName, fields: { retentionInDays } }],
    async read() {
      const found: ActualResource[] = [];
      // There is no question for one name: a prefix also finds the longer ones.
      for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: logGroupName }))
        for (const group of page.logGroups ?? []) {
          // `arn` ends with :*, which the tag operations refuse.
          const arn = group.logGroupArn ?? group.arn?.replace(/:\*$/, '');
          if (group.logGroupName !== logGroupName || arn === undefined) continue;
          const { tags = {} } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
          found.push({
            kind: 'log group',
            name: logGroupName,
            arn,
            ...readOwnership(Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))),
            fields: { retentionInDays: group.retentionInDays ?? 'never expires' },
          });
        }
      return found;
    },
    async create() {
      const tags = { [madeTag.Key]: madeTag.Value };
      await client.send(new CreateLogGroupCommand({ logGroupName, tags }));
      await setRetention();
    },
    async update(_name, { arn, adopt, changesFields }) {
      const tags = { [adoptedTag.Key]: adoptedTag.Value };
      // First, so that nothing changes which we may not mark.
      if (adopt) await client.send(new TagResourceCommand({ resourceArn: arn, tags }));
      if (changesFields) await setRetention();
    },
    async remove() {
      await client.send(new DeleteLogGroupCommand({ logGroupName }));
    },
    async release(arn, tagKeys) {
      await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: [...tagKeys] }));
    },
  };
}
