import {
  CreateGroupCommand,
  DeleteGroupCommand,
  ListTagsForResourceCommand,
  paginateGetGroups,
  TagResourceCommand,
  UpdateGroupCommand,
  type GroupSummary,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { GroupSettings } from './desired-files.ts';
import { findByName } from './find-by-name.ts';
import { isOwned, ownershipTag } from './ownership-tag.ts';
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
          found.push({ kind: 'group', name, arn, owned: isOwned(Tags ?? []), fields: toFields(group) });
        }
      return found;
    },
    async create(name) {
      await client.send(new CreateGroupCommand({ ...groupOf(name), Tags: [ownershipTag] }));
    },
    async update(name, { arn, adopt, changesFields }) {
      if (changesFields) await client.send(new UpdateGroupCommand(groupOf(name)));
      if (adopt) await client.send(new TagResourceCommand({ ResourceARN: arn, Tags: [ownershipTag] }));
    },
    async remove(name) {
      await client.send(new DeleteGroupCommand({ GroupName: name }));
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
