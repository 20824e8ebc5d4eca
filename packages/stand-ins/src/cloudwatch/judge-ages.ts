import type { InputEvent } from './check-batch.ts';
import { invalidParameter } from './service-error.ts';

export interface RejectedLogEventsInfo {
  /** Inclusive. */
  readonly tooNewLogEventStartIndex?: number;
  /** Exclusive. */
  readonly tooOldLogEventEndIndex?: number;
  /** Exclusive. */
  readonly expiredLogEventEndIndex?: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const maxAheadMs = 2 * hourMs;
const maxAgeMs = 14 * dayMs;
const maxSpanMs = dayMs;

/** Which events are rejected for their age, and which are left. Throws a `ServiceError` when those span too long a time. */
export function judgeAges(
  events: readonly InputEvent[],
  context: {
    readonly nowMs: number;
    readonly retentionDays: number | undefined;
    readonly forced: RejectedLogEventsInfo | undefined;
  },
): { readonly info: RejectedLogEventsInfo | undefined; readonly from: number; readonly to: number } {
  const { length } = events;
  const info =
    context.forced === undefined
      ? judge(events, context.nowMs, context.retentionDays)
      : fitTo(length, context.forced);
  const from = Math.min(
    Math.max(info?.tooOldLogEventEndIndex ?? 0, info?.expiredLogEventEndIndex ?? 0),
    length,
  );
  const to = Math.max(Math.min(info?.tooNewLogEventStartIndex ?? length, length), from);
  const firstMs = events[from]?.timestampMs ?? 0;
  const lastMs = events[to - 1]?.timestampMs ?? firstMs;
  if (to > from && lastMs - firstMs > maxSpanMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  return { info, from, to };
}

/** Indices that a batch of this length can have. */
function fitTo(length: number, forced: RejectedLogEventsInfo): RejectedLogEventsInfo {
  const {
    tooNewLogEventStartIndex: start,
    tooOldLogEventEndIndex: oldEnd,
    expiredLogEventEndIndex: end,
  } = forced;
  return {
    ...(start === undefined || start >= length ? {} : { tooNewLogEventStartIndex: start }),
    ...(oldEnd === undefined ? {} : { tooOldLogEventEndIndex: Math.min(oldEnd, length) }),
    ...(end === undefined ? {} : { expiredLogEventEndIndex: Math.min(end, length) }),
  };
}

/** The events are in chronological order: the old ones are the first, the new ones the last. */
function judge(
  events: readonly InputEvent[],
  nowMs: number,
  retentionDays: number | undefined,
): RejectedLogEventsInfo | undefined {
  const endBefore = (limitMs: number): number => {
    const index = events.findIndex(({ timestampMs }) => timestampMs >= limitMs);
    return index === -1 ? events.length : index;
  };
  const tooOldEnd = endBefore(nowMs - maxAgeMs);
  const expiredEnd = retentionDays === undefined ? 0 : endBefore(nowMs - retentionDays * dayMs);
  const tooNewStart = events.findIndex(({ timestampMs }) => timestampMs > nowMs + maxAheadMs);
  if (tooOldEnd === 0 && expiredEnd === 0 && tooNewStart === -1) return undefined;
  return {
    ...(tooNewStart === -1 ? {} : { tooNewLogEventStartIndex: tooNewStart }),
    ...(tooOldEnd === 0 ? {} : { tooOldLogEventEndIndex: tooOldEnd }),
    ...(expiredEnd === 0 ? {} : { expiredLogEventEndIndex: expiredEnd }),
  };
}
