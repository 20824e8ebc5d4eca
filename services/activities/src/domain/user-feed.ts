import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { withReplies } from '../store/with-replies.ts';
import { toTimestamp } from '../store/timestamp.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** The posts of one user that have not expired, latest published first; none for an unknown handle. */
export function userFeed(
  { store, telemetry, now }: Dependencies,
  caller: string,
  handle: string,
): Promise<Activity[]> {
  const time = now();
  const attributes = { [attributeNames.now]: toTimestamp(time), [attributeNames.userId]: caller };
  return telemetry.withSpan(spanNames.userFeed, attributes, async (span) => {
    const feed = await store.read(async (rows) =>
      withReplies(rows, await rows.selectFeed(`user:${handle}`, time)),
    );
    span.setAttribute(attributeNames.resultLength, feed.length);
    return feed;
  });
}
