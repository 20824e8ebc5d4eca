import { limits } from '@cruddur/contracts';
import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm';
import { toPair, type MessageGroupRow, type MessageRow, type NewMessageRow } from '../message-row.ts';
import type { Database } from './database.ts';
import { messageGroups, messages, users } from './schema.ts';

function takesPart(handle: string): SQL | undefined {
  return or(eq(messageGroups.firstHandle, handle), eq(messageGroups.secondHandle, handle));
}

export function selectMessageGroups(database: Database, handle: string): Promise<MessageGroupRow[]> {
  const otherHandle = sql`case when ${messageGroups.firstHandle} = ${handle}
    then ${messageGroups.secondHandle} else ${messageGroups.firstHandle} end`;
  return database
    .select({
      uuid: messageGroups.uuid,
      displayName: users.displayName,
      handle: users.handle,
      createdAt: messageGroups.createdAt,
    })
    .from(messageGroups)
    .innerJoin(users, eq(users.handle, otherHandle))
    .where(takesPart(handle))
    .orderBy(desc(messageGroups.position))
    .limit(limits.resultRows);
}

export async function selectMessages(
  database: Database,
  handle: string,
  otherHandle: string,
): Promise<MessageRow[]> {
  const rows = await database
    .select({
      uuid: messages.uuid,
      displayName: users.displayName,
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
  return rows.toReversed();
}

export async function ensureMessageGroup(
  database: Database,
  handles: readonly [string, string],
  newUuid: string,
  now: Date,
): Promise<string> {
  const pair = toPair(handles);
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

export async function insertMessage(database: Database, row: NewMessageRow): Promise<void> {
  await database.insert(messages).values(row);
}
