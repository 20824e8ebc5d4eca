import type { Activity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { withReplies } from '../store/with-replies.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Activities of the caller that others replied to, with the replies. */
export function notifications({ store, telemetry, now }: Dependencies, caller: string): Promise<Activity[]> {
  return telemetry.withSpan(spanNames.notifications, { [attributeNames.userId]: caller }, async (span) => {
    const feed = await store.read(async (rows) =>
      withReplies(rows, await rows.selectFeed(`notifications:${caller}`, now())),
    );
    span.setAttribute(attributeNames.resultLength, feed.length);
    return feed;
  });
}
