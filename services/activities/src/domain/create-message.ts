import type { Message, NewMessage } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { ensureMessageGroup, insertMessage } from '../store/messages.ts';
import { toTimestamp } from '../store/timestamp.ts';
import { ensureUser } from '../store/users.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Sends a direct message; the first one between two users begins their conversation. */
export function createMessage(
  { store, telemetry, now, newUuid }: Dependencies,
  { user_sender_handle: sender, user_receiver_handle: receiver, message }: NewMessage,
): Promise<Message> {
  const attributes = { [attributeNames.userId]: sender };
  return telemetry.withSpan(spanNames.createMessage, attributes, () =>
    store.transaction(async (database) => {
      const createdAt = now();
      const displayName = await ensureUser(database, sender);
      await ensureUser(database, receiver);
      const messageGroupUuid = await ensureMessageGroup(database, [sender, receiver], newUuid(), createdAt);
      const uuid = newUuid();
      await insertMessage(database, { uuid, messageGroupUuid, senderHandle: sender, message, createdAt });
      return { uuid, display_name: displayName, handle: sender, message, created_at: toTimestamp(createdAt) };
    }),
  );
}
