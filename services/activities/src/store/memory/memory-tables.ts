import type { NewActivityRow } from '../activity-row.ts';
import type { NewMessageRow } from '../message-row.ts';
import type { Feed } from '../rows.ts';
import { createSeedRows } from '../seed-rows.ts';
import { MemoryTable } from './memory-table.ts';

export interface StoredActivity extends NewActivityRow {
  readonly likesCount: number;
}

interface StoredUser {
  readonly handle: string;
  readonly displayName: string;
}

interface StoredFeedEntry {
  readonly feed: Feed;
  readonly activityUuid: string;
}

interface StoredMessageGroup {
  readonly uuid: string;
  readonly firstHandle: string;
  readonly secondHandle: string;
  readonly createdAt: Date;
}

/** The tables of `sql/schema.ts`, with the indexes that their queries want. */
export interface MemoryTables {
  readonly users: MemoryTable<StoredUser, 'handle'>;
  readonly activities: MemoryTable<StoredActivity, 'uuid' | 'parent'>;
  readonly feedEntries: MemoryTable<StoredFeedEntry, 'feed' | 'entry'>;
  readonly messageGroups: MemoryTable<StoredMessageGroup, 'uuid' | 'pair' | 'participant'>;
  readonly messages: MemoryTable<NewMessageRow, 'uuid' | 'group'>;
}

/** Tables with the mock rows. */
export function createMemoryTables(now: Date): MemoryTables {
  const tables: MemoryTables = {
    users: new MemoryTable({ handle: ({ handle }) => [handle] }),
    activities: new MemoryTable({
      uuid: ({ uuid }) => [uuid],
      parent: ({ replyToActivityUuid: parent }) => (parent === null ? [] : [parent]),
    }),
    feedEntries: new MemoryTable({
      feed: ({ feed }) => [feed],
      entry: ({ feed, activityUuid }) => [toEntryKey(feed, activityUuid)],
    }),
    messageGroups: new MemoryTable({
      uuid: ({ uuid }) => [uuid],
      pair: (group) => [toPairKey(group)],
      participant: ({ firstHandle, secondHandle }) => [...new Set([firstHandle, secondHandle])],
    }),
    messages: new MemoryTable({
      uuid: ({ uuid }) => [uuid],
      group: ({ messageGroupUuid }) => [messageGroupUuid],
    }),
  };
  const seeds = createSeedRows(now);
  for (const user of seeds.users) tables.users.append(user);
  for (const activity of seeds.activities) tables.activities.append({ likesCount: 0, ...activity });
  for (const entry of seeds.feedEntries) tables.feedEntries.append(entry);
  for (const group of seeds.messageGroups) tables.messageGroups.append(group);
  for (const message of seeds.messages) tables.messages.append(message);
  return tables;
}

export function toEntryKey(feed: Feed, activityUuid: string): string {
  return `${activityUuid} ${feed}`;
}

export function toPairKey({
  firstHandle,
  secondHandle,
}: Pick<StoredMessageGroup, 'firstHandle' | 'secondHandle'>): string {
  return `${firstHandle} ${secondHandle}`;
}
