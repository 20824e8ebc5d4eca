import type { RejectedLogEvents } from './logs-client.ts';

/**
 * How many of a batch of `events` were rejected, by reason. The indices overlap (what is too old has also expired): each
 * event is counted once.
 */
export function countRejected(
  events: number,
  { tooOldLogEventEndIndex, expiredLogEventEndIndex, tooNewLogEventStartIndex }: RejectedLogEvents,
): { readonly too_old: number; readonly expired: number; readonly too_new: number } {
  const within = (index: number): number => Math.max(0, Math.min(events, index));
  const oldEnd = within(tooOldLogEventEndIndex ?? 0);
  const expiredEnd = Math.max(oldEnd, within(expiredLogEventEndIndex ?? 0));
  const newStart = Math.max(expiredEnd, within(tooNewLogEventStartIndex ?? events));
  return { too_old: oldEnd, expired: expiredEnd - oldEnd, too_new: events - newStart };
}
