import { limits, type Message, type MessageGroup } from '@cruddur/contracts';
import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { messageGroups, messages, users } from './schema.ts';
import { toTimestamp } from './timestamp.ts';

function takesPart(handle: string): SQL | undefined {
  return or(eq(messageGroups.firstHandle, handle), eq(messageGroups.secondHandle, handle));
}

/** The conversations of `handle`, latest begun first, each under the name of the other side. */
export async function selectMessageGroups(database: Database, handle: string): Promise<MessageGroup[]> {
  const otherHandle = sql`case when ${messageGroups.firstHandle} = ${handle}
    then ${messageGroups.secondHandle} else ${messageGroups.firstHandle} end`;
  const rows = await database
    .select({
      uuid: messageGroups.uuid,
      display_name: users.displayName,
      handle: users.handle,
      createdAt: messageGroups.createdAt,
    })
    .from(messageGroups)
    .innerJoin(users, eq(users.handle, otherHandle))
    .where(takesPart(handle))
    .orderBy(desc(messageGroups.position))
    .limit(limits.resultRows);
  return rows.map(withTimestamp);
}

/**
 * The latest messages, oldest first, of the conversations in which both `handle` and `otherHandle` take part.
 * For someone's own handle these are all of their conversations.
 */
export async function selectMessages(
  database: Database,
  handle: string,
  otherHandle: string,
): Promise<Message[]> {
  const rows = await database
    .select({
      uuid: messages.uuid,
      display_name: users.displayName,
      handle: users.handle,
      message: messages.message,
      createdAt: messages.createdAt,
    })
    .from(messageGroups)
    .innerJoin(messages, eq(messages.messageGroupUuid, messageGroups.uuid))
    .innerJoin(users, eq(users.handle, messages.senderHandle))
    .where(and(takesPart(handle), takesPart(otherHandle)))
    .orderBy(desc(messages.position))
    .limit(limits.resultRows);
  return rows.map(withTimestamp).toReversed();
}

/** The uuid of the conversation between two users, begun under `newUuid` if there is none. */
export async function ensureMessageGroup(
  database: Database,
  handles: readonly [string, string],
  newUuid: string,
  now: Date,
): Promise<string> {
  const [a, b] = handles;
  const pair = a < b ? { firstHandle: a, secondHandle: b } : { firstHandle: b, secondHandle: a };
  // The update changes nothing; it makes `returning` answer for a row that was there already.
  const [group] = await database
    .insert(messageGroups)
    .values({ uuid: newUuid, ...pair, createdAt: now })
    .onConflictDoUpdate({
      target: [messageGroups.firstHandle, messageGroups.secondHandle],
      set: { firstHandle: pair.firstHandle },
    })
    .returning({ uuid: messageGroups.uuid });
  return group?.uuid ?? newUuid;
}

export async function insertMessage(database: Database, row: typeof messages.$inferInsert): Promise<void> {
  await database.insert(messages).values(row);
}

function withTimestamp<T extends object>({
  createdAt,
  ...row
}: T & { readonly createdAt: Date }): Omit<T, 'createdAt'> & { readonly created_at: string } {
  return { ...row, created_at: toTimestamp(createdAt) };
}
