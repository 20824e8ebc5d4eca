import {
  CreateGroupCommand,
  DeleteGroupCommand,
  ListTagsForResourceCommand,
  paginateGetGroups,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateGroupCommand,
  type GroupSummary,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { GroupSettings } from './desired-files.ts';
import { findByName } from './find-by-name.ts';
import { adoptedTag, madeTag, readOwnership } from './ownership-tag.ts';
import type { ActualResource, ResourceFields, ResourceStore } from './resource.ts';

/** X-Ray's groups: named filters over traces. A changed filter does not sort old traces anew. */
export function createGroupStore(client: XRayClient, groups: readonly GroupSettings[]): ResourceStore {
  const groupOf = (name: string): GroupSettings => findByName(groups, name, ({ GroupName }) => GroupName);
  return {
    kind: 'group',
    desired: groups.map((group) => ({ kind: 'group', name: group.GroupName, fields: toFields(group) })),
    async read() {
      const found: ActualResource[] = [];
      for await (const page of paginateGetGroups({ client }, {}))
        for (const group of page.Groups ?? []) {
          const { GroupName: name, GroupARN: arn } = group;
          if (name === undefined || arn === undefined) continue;
          if (!groups.some(({ GroupName }) => GroupName === name)) continue;
          const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
          found.push({ kind: 'group', name, arn, ...readOwnership(Tags ?? []), fields: toFields(group) });
        }
      return found;
    },
    async create(name) {
      await client.send(new CreateGroupCommand({ ...groupOf(name), Tags: [madeTag] }));
    },
    async update(name, { arn, adopt, changesFields }) {
      // First, so that nothing changes which we may not mark.
      if (adopt) await client.send(new TagResourceCommand({ ResourceARN: arn, Tags: [adoptedTag] }));
      if (changesFields) await client.send(new UpdateGroupCommand(groupOf(name)));
    },
    async remove(name) {
      await client.send(new DeleteGroupCommand({ GroupName: name }));
    },
    async release(arn, tagKeys) {
      await client.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: [...tagKeys] }));
    },
  };
}

function toFields(group: GroupSummary | GroupSettings): ResourceFields {
  return {
    FilterExpression: group.FilterExpression ?? '',
    InsightsEnabled: group.InsightsConfiguration?.InsightsEnabled ?? false,
    NotificationsEnabled: group.InsightsConfiguration?.NotificationsEnabled ?? false,
  };
}
