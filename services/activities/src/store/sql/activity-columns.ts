import { gt, isNull, or, sql, type SQL } from 'drizzle-orm';
import { activities, users } from './schema.ts';

/** What a query reads of an activity and its author; the replies are counted by a subquery on their index. */
export const activityColumns = {
  uuid: activities.uuid,
  displayName: users.displayName,
  handle: activities.userHandle,
  message: activities.message,
  createdAt: activities.createdAt,
  expiresAt: activities.expiresAt,
  likesCount: activities.likesCount,
  repliesCount: sql<number>`(
    select count(*)::int from ${activities} as reply where reply.reply_to_activity_uuid = ${activities.uuid}
  )`.as('replies_count'),
  repostsCount: activities.repostsCount,
  replyToActivityUuid: activities.replyToActivityUuid,
};

export function notExpired(now: Date): SQL | undefined {
  return or(isNull(activities.expiresAt), gt(activities.expiresAt, now));
}
