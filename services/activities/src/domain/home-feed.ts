import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { withReplies } from '../store/with-replies.ts';
import { toTimestamp } from '../store/timestamp.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** What everyone sees: all posts that have not expired, latest published first. */
export function homeFeed({ store, telemetry, now }: Dependencies, caller: string): Promise<Activity[]> {
  const time = now();
  const attributes = { [attributeNames.now]: toTimestamp(time), [attributeNames.userId]: caller };
  return telemetry.withSpan(spanNames.homeFeed, attributes, async (span) => {
    const feed = await store.read(async (rows) => withReplies(rows, await rows.selectFeed('home', time)));
    span.setAttribute(attributeNames.resultLength, feed.length);
    return feed;
  });
}
