import { limits } from '@cruddur/contracts';
import type { ActivityRow, NewActivityRow } from '../activity-row.ts';
import type { Feed } from '../rows.ts';
import { foldCase } from './fold-case.ts';
import { toEntryKey, type MemoryTables, type StoredActivity } from './memory-tables.ts';
import { requireNoRow, requireRow } from './require-row.ts';

export function insertActivity({ users, activities }: MemoryTables, row: NewActivityRow): void {
  requireNoRow(activities.find('uuid', row.uuid), 'activities');
  requireRow(users.find('handle', row.userHandle), 'users');
  const { replyToActivityUuid: parent } = row;
  if (parent !== null && parent !== row.uuid) requireRow(activities.find('uuid', parent), 'activities');
  activities.append({ ...row, likesCount: 0 });
}

export function enterIntoFeeds(
  { activities, feedEntries }: MemoryTables,
  activityUuid: string,
  feeds: readonly Feed[],
): void {
  requireRow(activities.find('uuid', activityUuid), 'activities');
  for (const feed of feeds) {
    const known = feedEntries.find('entry', toEntryKey(feed, activityUuid));
    if (known === undefined) feedEntries.append({ feed, activityUuid });
  }
}

export function selectActivity(tables: MemoryTables, uuid: string, now: Date): ActivityRow | undefined {
  // As a column of the type uuid compares.
  const activity = tables.activities.find('uuid', uuid.toLowerCase());
  return activity && notExpired(activity, now) ? toActivityRow(tables, activity) : undefined;
}

export function selectFeed(tables: MemoryTables, feed: Feed, now: Date): ActivityRow[] {
  const listed: ActivityRow[] = [];
  for (const { activityUuid } of tables.feedEntries.latest('feed', feed)) {
    if (listed.length === limits.resultRows) break;
    const activity = tables.activities.find('uuid', activityUuid);
    if (activity && notExpired(activity, now)) listed.push(toActivityRow(tables, activity));
  }
  return listed;
}

export function searchActivities(tables: MemoryTables, term: string, now: Date): ActivityRow[] {
  const folded = foldCase(term);
  const found: ActivityRow[] = [];
  for (const activity of tables.activities.latestOfAll()) {
    if (found.length === limits.resultRows) break;
    if (notExpired(activity, now) && foldCase(activity.message).includes(folded))
      found.push(toActivityRow(tables, activity));
  }
  return found;
}

export function selectReplies(tables: MemoryTables, parentUuids: readonly string[]): ActivityRow[] {
  const positions = [...new Set(parentUuids)].flatMap((uuid) =>
    tables.activities.positions('parent', uuid).slice(-limits.repliesPerActivity),
  );
  const replies = tables.activities.at(positions.toSorted((a, b) => a - b));
  return replies.map((reply) => toActivityRow(tables, reply));
}

function notExpired({ expiresAt }: StoredActivity, now: Date): boolean {
  return expiresAt === null || expiresAt > now;
}

function toActivityRow({ users, activities }: MemoryTables, activity: StoredActivity): ActivityRow {
  const { uuid, userHandle, message, createdAt, expiresAt, likesCount, replyToActivityUuid } = activity;
  return {
    uuid,
    displayName: users.find('handle', userHandle)?.displayName ?? userHandle,
    handle: userHandle,
    message,
    createdAt,
    expiresAt,
    likesCount,
    repliesCount: activities.count('parent', uuid),
    repostsCount: 0,
    replyToActivityUuid,
  };
}
