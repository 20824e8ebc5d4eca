import { limits, type Activity } from '@cruddur/contracts';
import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { activityColumns, toActivity, type ActivityRow } from './activity-row.ts';
import type { Database } from './database.ts';
import { activities, users } from './schema.ts';
import { alias } from 'drizzle-orm/pg-core';

/**
 * Nests the replies under each row, oldest first: one query a level, however many rows there are,
 * and none for a level without replies. Number and depth are bounded by `limits`.
 */
export async function withReplies(
  database: Database,
  rows: readonly ActivityRow[],
  depth: number = limits.replyDepth,
): Promise<Activity[]> {
  const parents = rows.filter(({ repliesCount }) => repliesCount > 0).map(({ uuid }) => uuid);
  if (parents.length === 0 || depth === 0) return rows.map((row) => toActivity(row, []));
  const replies = await withReplies(database, await selectReplies(database, parents), depth - 1);
  return rows.map((row) =>
    toActivity(
      row,
      replies.filter((reply) => reply.reply_to_activity_uuid === row.uuid),
    ),
  );
}

/** The newest replies of each parent; a lateral join, because the limit is per parent. */
function selectReplies(database: Database, parentUuids: readonly string[]): Promise<ActivityRow[]> {
  const parents = alias(activities, 'parents');
  const newest = database
    .select({ ...activityColumns, position: activities.position })
    .from(activities)
    .innerJoin(users, eq(users.handle, activities.userHandle))
    .where(eq(activities.replyToActivityUuid, parents.uuid))
    .orderBy(desc(activities.position))
    .limit(limits.repliesPerActivity)
    .as('newest');
  const { position, ...columns } = newest._.selectedFields;
  return database
    .select(columns)
    .from(parents)
    .innerJoinLateral(newest, sql`true`)
    .where(inArray(parents.uuid, [...parentUuids]))
    .orderBy(asc(position));
}
