import type { MessageGroup } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { toMessageGroup } from '../store/message-row.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** The conversations of the caller. */
export function messageGroups({ store, telemetry }: Dependencies, caller: string): Promise<MessageGroup[]> {
  return telemetry.withSpan(spanNames.messageGroups, { [attributeNames.userId]: caller }, async (span) => {
    const groups = await store.read((rows) => rows.selectMessageGroups(caller));
    span.setAttribute(attributeNames.resultLength, groups.length);
    return groups.map(toMessageGroup);
  });
}
