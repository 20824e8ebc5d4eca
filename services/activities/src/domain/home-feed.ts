import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { selectFeed } from '../store/feeds.ts';
import { withReplies } from '../store/replies.ts';
import { toTimestamp } from '../store/timestamp.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** What everyone sees: all posts that have not expired, latest published first. */
export function homeFeed({ store, telemetry, now }: Dependencies, caller: string): Promise<Activity[]> {
  const time = now();
  const attributes = { [attributeNames.now]: toTimestamp(time), [attributeNames.userId]: caller };
  return telemetry.withSpan(spanNames.homeFeed, attributes, async (span) => {
    const feed = await store.read(async (database) =>
      withReplies(database, await selectFeed(database, 'home', time)),
    );
    span.setAttribute(attributeNames.resultLength, feed.length);
    return feed;
  });
}
