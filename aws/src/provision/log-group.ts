import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupSettings } from './desired-files.ts';
import { ownershipTag } from './ownership-tag.ts';
import type { ActualResource, ResourceStore } from './resource.ts';

/** The one log group, with its retention: CloudWatch keeps logs for ever unless told. */
export function createLogGroupStore(
  client: CloudWatchLogsClient,
  { logGroupName, retentionInDays }: LogGroupSettings,
): ResourceStore {
  const tags = { [ownershipTag.Key]: ownershipTag.Value };
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
          const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
          found.push({
            kind: 'log group',
            name: logGroupName,
            arn,
            owned: tags?.[ownershipTag.Key] === ownershipTag.Value,
            fields: { retentionInDays: group.retentionInDays ?? 'never expires' },
          });
        }
      return found;
    },
    async create() {
      await client.send(new CreateLogGroupCommand({ logGroupName, tags }));
      await setRetention();
    },
    async update(_name, { arn, adopt, changesFields }) {
      if (changesFields) await setRetention();
      if (adopt) await client.send(new TagResourceCommand({ resourceArn: arn, tags }));
    },
    async remove() {
      await client.send(new DeleteLogGroupCommand({ logGroupName }));
    },
  };
}
