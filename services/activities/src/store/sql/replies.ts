import { limits } from '@cruddur/contracts';
import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ActivityRow } from '../activity-row.ts';
import { activityColumns } from './activity-columns.ts';
import type { Database } from './database.ts';
import { activities, users } from './schema.ts';

/** The newest replies of each parent; a lateral join, because the limit is per parent. */
export function selectReplies(database: Database, parentUuids: readonly string[]): Promise<ActivityRow[]> {
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
