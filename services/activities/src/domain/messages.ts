import type { Message } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { toMessage } from '../store/message-row.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** The messages of the caller's conversation with `handle`; for the caller's own handle, of all conversations. */
export function messages(
  { store, telemetry }: Dependencies,
  caller: string,
  handle: string,
): Promise<Message[]> {
  return telemetry.withSpan(spanNames.messages, { [attributeNames.userId]: caller }, async (span) => {
    const found = await store.read((rows) => rows.selectMessages(caller, handle));
    span.setAttribute(attributeNames.resultLength, found.length);
    return found.map(toMessage);
  });
}
