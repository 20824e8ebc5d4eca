import { limits } from '@cruddur/contracts';
import { and, desc, eq } from 'drizzle-orm';
import type { ActivityRow } from '../activity-row.ts';
import type { Feed } from '../rows.ts';
import { activityColumns, notExpired } from './activity-columns.ts';
import type { Database } from './database.ts';
import { activities, feedEntries, users } from './schema.ts';

export async function enterIntoFeeds(
  database: Database,
  activityUuid: string,
  feeds: readonly Feed[],
): Promise<void> {
  await database
    .insert(feedEntries)
    .values(feeds.map((feed) => ({ feed, activityUuid })))
    .onConflictDoNothing();
}

export function selectFeed(database: Database, feed: Feed, now: Date): Promise<ActivityRow[]> {
  return database
    .select(activityColumns)
    .from(feedEntries)
    .innerJoin(activities, eq(activities.uuid, feedEntries.activityUuid))
    .innerJoin(users, eq(users.handle, activities.userHandle))
    .where(and(eq(feedEntries.feed, feed), notExpired(now)))
    .orderBy(desc(feedEntries.position))
    .limit(limits.resultRows);
}
