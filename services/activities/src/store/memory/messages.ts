import { limits } from '@cruddur/contracts';
import { toPair, type MessageGroupRow, type MessageRow, type NewMessageRow } from '../message-row.ts';
import { toPairKey, type MemoryTables } from './memory-tables.ts';
import { requireNoRow, requireRow } from './require-row.ts';

/** Enters who is not there yet under their handle. */
export function ensureUser({ users }: MemoryTables, handle: string): string {
  const known = users.find('handle', handle);
  if (known === undefined) users.append({ handle, displayName: handle });
  return known?.displayName ?? handle;
}

export function selectMessageGroups(tables: MemoryTables, handle: string): MessageGroupRow[] {
  return tables.messageGroups
    .at(tables.messageGroups.positions('participant', handle).slice(-limits.resultRows))
    .map(({ uuid, firstHandle, secondHandle, createdAt }) => ({
      uuid,
      ...toSide(tables, firstHandle === handle ? secondHandle : firstHandle),
      createdAt,
    }))
    .toReversed();
}

export function selectMessages(tables: MemoryTables, handle: string, otherHandle: string): MessageRow[] {
  const { messageGroups, messages } = tables;
  const ofOther = new Set(messageGroups.positions('participant', otherHandle));
  const both = messageGroups.positions('participant', handle).filter((position) => ofOther.has(position));
  const positions = messageGroups
    .at(both)
    .flatMap(({ uuid }) => messages.positions('group', uuid).slice(-limits.resultRows))
    .toSorted((a, b) => a - b);
  return messages
    .at(positions.slice(-limits.resultRows))
    .map(({ uuid, senderHandle, message, createdAt }) => ({
      uuid,
      ...toSide(tables, senderHandle),
      message,
      createdAt,
    }));
}

export function ensureMessageGroup(
  { users, messageGroups }: MemoryTables,
  handles: readonly [string, string],
  newUuid: string,
  now: Date,
): string {
  const group = { uuid: newUuid, ...toPair(handles), createdAt: now };
  const known = messageGroups.find('pair', toPairKey(group));
  if (known !== undefined) return known.uuid;
  requireNoRow(messageGroups.find('uuid', newUuid), 'message_groups');
  for (const handle of handles) requireRow(users.find('handle', handle), 'users');
  messageGroups.append(group);
  return newUuid;
}

export function insertMessage({ users, messageGroups, messages }: MemoryTables, row: NewMessageRow): void {
  requireNoRow(messages.find('uuid', row.uuid), 'messages');
  requireRow(messageGroups.find('uuid', row.messageGroupUuid), 'message_groups');
  requireRow(users.find('handle', row.senderHandle), 'users');
  messages.append(row);
}

function toSide({ users }: MemoryTables, handle: string): Pick<MessageGroupRow, 'displayName' | 'handle'> {
  return { displayName: users.find('handle', handle)?.displayName ?? handle, handle };
}
