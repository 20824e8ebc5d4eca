import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { users } from './schema.ts';

export async function ensureUser(database: Database, handle: string): Promise<string> {
  const [known] = await database
    .select({ displayName: users.displayName })
    .from(users)
    .where(eq(users.handle, handle));
  if (known !== undefined) return known.displayName;
  await database.insert(users).values({ handle, displayName: handle }).onConflictDoNothing();
  return handle;
}
