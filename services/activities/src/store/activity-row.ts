import type { Activity } from '@cruddur/contracts';
import { gt, isNull, or, sql, type SQL } from 'drizzle-orm';
import { activities, users } from './schema.ts';
import { toTimestamp } from './timestamp.ts';

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

export interface ActivityRow {
  readonly uuid: string;
  readonly displayName: string;
  readonly handle: string;
  readonly message: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly likesCount: number;
  readonly repliesCount: number;
  readonly repostsCount: number;
  readonly replyToActivityUuid: string | null;
}

export function notExpired(now: Date): SQL | undefined {
  return or(isNull(activities.expiresAt), gt(activities.expiresAt, now));
}

export function toActivity(row: ActivityRow, replies: readonly Activity[]): Activity {
  return {
    uuid: row.uuid,
    display_name: row.displayName,
    handle: row.handle,
    message: row.message,
    created_at: toTimestamp(row.createdAt),
    expires_at: row.expiresAt === null ? null : toTimestamp(row.expiresAt),
    likes_count: row.likesCount,
    replies_count: row.repliesCount,
    reposts_count: row.repostsCount,
    replies,
    reply_to_activity_uuid: row.replyToActivityUuid,
  };
}

/** The activity that was just written: nobody has liked, answered or reposted it yet. */
export function toNewActivity(
  row: Pick<ActivityRow, 'uuid' | 'message' | 'createdAt' | 'expiresAt' | 'replyToActivityUuid'> & {
    readonly userHandle: string;
  },
  displayName: string,
): Activity {
  const counts = { likesCount: 0, repliesCount: 0, repostsCount: 0 };
  return toActivity({ ...row, ...counts, displayName, handle: row.userHandle }, []);
}
