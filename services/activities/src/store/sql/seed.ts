import { createSeedRows } from '../seed-rows.ts';
import type { Database } from './database.ts';
import { activities, feedEntries, messageGroups, messages, users } from './schema.ts';

/** Fills a new database. */
export async function seed(database: Database, now: Date): Promise<void> {
  const rows = createSeedRows(now);
  await database.insert(users).values([...rows.users]);
  await database.insert(activities).values([...rows.activities]);
  await database.insert(feedEntries).values([...rows.feedEntries]);
  await database.insert(messageGroups).values([...rows.messageGroups]);
  await database.insert(messages).values([...rows.messages]);
}
