import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { withReplies } from '../store/with-replies.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Posts and replies that contain `term` literally, whatever its case; latest first. */
export function search(
  { store, telemetry, now }: Dependencies,
  caller: string,
  term: string,
): Promise<Activity[]> {
  return telemetry.withSpan(spanNames.search, { [attributeNames.userId]: caller }, async (span) => {
    const found = await store.read(async (rows) =>
      withReplies(rows, await rows.searchActivities(term, now())),
    );
    span.setAttribute(attributeNames.resultLength, found.length);
    return found;
  });
}
