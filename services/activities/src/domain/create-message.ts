import type { Message, NewMessage } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { toMessage } from '../store/message-row.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Sends a direct message; the first one between two users begins their conversation. */
export function createMessage(
  { store, telemetry, now, newUuid }: Dependencies,
  { user_sender_handle: sender, user_receiver_handle: receiver, message }: NewMessage,
): Promise<Message> {
  const attributes = { [attributeNames.userId]: sender };
  return telemetry.withSpan(spanNames.createMessage, attributes, () =>
    store.transaction(async (rows) => {
      const createdAt = now();
      const displayName = await rows.ensureUser(sender);
      await rows.ensureUser(receiver);
      const messageGroupUuid = await rows.ensureMessageGroup([sender, receiver], newUuid(), createdAt);
      const uuid = newUuid();
      await rows.insertMessage({ uuid, messageGroupUuid, senderHandle: sender, message, createdAt });
      return toMessage({ uuid, displayName, handle: sender, message, createdAt });
    }),
  );
}
