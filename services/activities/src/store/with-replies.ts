import { limits, type Activity } from '@cruddur/contracts';
import { toActivity, type ActivityRow } from './activity-row.ts';
import type { Rows } from './rows.ts';

/**
 * Nests the replies under each row, oldest first: one query a level, however many rows there are,
 * and none for a level without replies. Number and depth are bounded by `limits`.
 */
export async function withReplies(
  rows: Pick<Rows, 'selectReplies'>,
  activities: readonly ActivityRow[],
  depth: number = limits.replyDepth,
): Promise<Activity[]> {
  const parents = activities.filter(({ repliesCount }) => repliesCount > 0).map(({ uuid }) => uuid);
  if (parents.length === 0 || depth === 0) return activities.map((row) => toActivity(row, []));
  const replies = await withReplies(rows, await rows.selectReplies(parents), depth - 1);
  return activities.map((row) =>
    toActivity(
      row,
      replies.filter((reply) => reply.reply_to_activity_uuid === row.uuid),
    ),
  );
}
