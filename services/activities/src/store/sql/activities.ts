import { limits } from '@cruddur/contracts';
import { and, desc, eq, ilike } from 'drizzle-orm';
import type { ActivityRow, NewActivityRow } from '../activity-row.ts';
import { activityColumns, notExpired } from './activity-columns.ts';
import type { Database } from './database.ts';
import { activities, users } from './schema.ts';

export async function insertActivity(database: Database, row: NewActivityRow): Promise<void> {
  await database.insert(activities).values(row);
}

export async function selectActivity(
  database: Database,
  uuid: string,
  now: Date,
): Promise<ActivityRow | undefined> {
  const [row] = await database
    .select(activityColumns)
    .from(activities)
    .innerJoin(users, eq(users.handle, activities.userHandle))
    .where(and(eq(activities.uuid, uuid), notExpired(now)));
  return row;
}

export function searchActivities(database: Database, term: string, now: Date): Promise<ActivityRow[]> {
  return database
    .select(activityColumns)
    .from(activities)
    .innerJoin(users, eq(users.handle, activities.userHandle))
    .where(and(ilike(activities.message, `%${escapeLikePattern(term)}%`), notExpired(now)))
    .orderBy(desc(activities.position))
    .limit(limits.resultRows);
}

function escapeLikePattern(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}
