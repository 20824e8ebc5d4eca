import type { Activity, NewReply } from '@cruddur/contracts';
import type { Dependencies } from '../dependencies.ts';
import { toNewActivity } from '../store/activity-row.ts';
import { attributeNames, spanNames } from './span-names.ts';

export type Reply =
  | { readonly kind: 'created'; readonly activity: Activity }
  | { readonly kind: 'activity-not-found' };

/** Answers an activity that has not expired, and notifies its author unless they answer themselves. */
export function reply(
  { store, telemetry, now, newUuid }: Dependencies,
  { user_handle: userHandle, activity_uuid: activityUuid, message }: NewReply,
): Promise<Reply> {
  const attributes = { [attributeNames.userId]: userHandle };
  return telemetry.withSpan(spanNames.reply, attributes, () =>
    store.transaction(async (rows): Promise<Reply> => {
      const createdAt = now();
      const answered = await rows.selectActivity(activityUuid, createdAt);
      if (answered === undefined) return { kind: 'activity-not-found' };
      const row = {
        uuid: newUuid(),
        userHandle,
        message,
        createdAt,
        expiresAt: null,
        replyToActivityUuid: answered.uuid,
      };
      const displayName = await rows.ensureUser(userHandle);
      await rows.insertActivity(row);
      if (answered.handle !== userHandle)
        await rows.enterIntoFeeds(answered.uuid, [`notifications:${answered.handle}`]);
      return { kind: 'created', activity: toNewActivity(row, displayName) };
    }),
  );
}
