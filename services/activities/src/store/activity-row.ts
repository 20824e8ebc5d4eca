import type { Activity } from '@cruddur/contracts';
import { toTimestamp } from './timestamp.ts';

/** An activity with the name of its author and the number of its replies. */
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

export interface NewActivityRow extends Pick<
  ActivityRow,
  'uuid' | 'message' | 'createdAt' | 'expiresAt' | 'replyToActivityUuid'
> {
  readonly userHandle: string;
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
export function toNewActivity(row: NewActivityRow, displayName: string): Activity {
  const counts = { likesCount: 0, repliesCount: 0, repostsCount: 0 };
  return toActivity({ ...row, ...counts, displayName, handle: row.userHandle }, []);
}
