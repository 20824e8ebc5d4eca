import { limits } from '@cruddur/contracts';
import { and, desc, eq } from 'drizzle-orm';
import { activityColumns, notExpired, type ActivityRow } from './activity-row.ts';
import type { Database } from './database.ts';
import { activities, feedEntries, users } from './schema.ts';

/** Name of a list of activities. A post is entered into feeds when it is written, so reading a feed is one look-up. */
export type Feed = 'home' | `user:${string}` | `notifications:${string}`;

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

/** The activities of a feed that have not expired, latest entered first. */
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
