import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { selectFeed } from '../store/feeds.ts';
import { withReplies } from '../store/replies.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Activities of the caller that others replied to, with the replies. */
export function notifications({ store, telemetry, now }: Dependencies, caller: string): Promise<Activity[]> {
  return telemetry.withSpan(spanNames.notifications, { [attributeNames.userId]: caller }, async (span) => {
    const feed = await store.read(async (database) =>
      withReplies(database, await selectFeed(database, `notifications:${caller}`, now())),
    );
    span.setAttribute(attributeNames.resultLength, feed.length);
    return feed;
  });
}
