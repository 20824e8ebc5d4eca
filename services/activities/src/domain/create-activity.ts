import { timeToLiveMs, type Activity, type NewActivity } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { toNewActivity } from '../store/activity-row.ts';
import { attributeNames, spanNames } from './span-names.ts';

/** Publishes a post: at the top of home and of its author's feed, until its time to live is over. */
export function createActivity(
  { store, telemetry, now, newUuid }: Dependencies,
  { user_handle: userHandle, message, ttl }: NewActivity,
): Promise<Activity> {
  const attributes = { [attributeNames.userId]: userHandle };
  return telemetry.withSpan(spanNames.createActivity, attributes, async () => {
    const createdAt = now();
    const row = {
      uuid: newUuid(),
      userHandle,
      message,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + timeToLiveMs[ttl]),
      replyToActivityUuid: null,
    };
    return store.transaction(async (rows) => {
      const displayName = await rows.ensureUser(userHandle);
      await rows.insertActivity(row);
      await rows.enterIntoFeeds(row.uuid, ['home', `user:${userHandle}`]);
      return toNewActivity(row, displayName);
    });
  });
}
