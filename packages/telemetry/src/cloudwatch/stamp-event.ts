import { maxEventAgeMs, maxEventLeadMs } from './limits.ts';
import { eventOverheadBytes, type LogEvent } from './log-event.ts';

/** An event as it is sent. */
export interface StampedEvent {
  readonly timestampMs: number;
  readonly message: string;
  /** As PutLogEvents counts them. */
  readonly bytes: number;
}

/** What is known of the time when a batch is made. */
export interface TimeStanding {
  /** Of the own clock. */
  readonly nowMs: number;
  /** The server's clock minus ours where they differ much, else 0. */
  readonly skewMs: number;
  /** Events that are older than the retention of their group are rejected as well. */
  readonly retentionDays: number | undefined;
}

/** A batch may be sent again for a while before it arrives. */
const ageMarginMs = 65 * 60 * 1000;
const leadMarginMs = 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The time of the event by the server's clock, within what CloudWatch Logs takes. An event whose time is another one
 * than it was logged with says so: `original_ts`, and `clock_skew_ms` where clocks differ.
 */
export function stampEvent(event: LogEvent, standing: TimeStanding): StampedEvent {
  const { message, messageBytes } = event;
  const timestampMs = correctedTime(event.timestampMs, standing);
  if (timestampMs === event.timestampMs)
    return { timestampMs, message, bytes: messageBytes + eventOverheadBytes };
  const original = `,"original_ts":${event.timestampMs}`;
  const skew = standing.skewMs === 0 ? '' : `,"clock_skew_ms":${Math.round(standing.skewMs)}`;
  const added = `${original}${skew}}`;
  return {
    timestampMs,
    message: message.slice(0, -1) + added,
    // The fields are ASCII.
    bytes: messageBytes - 1 + added.length + eventOverheadBytes,
  };
}

function correctedTime(timestampMs: number, { nowMs, skewMs, retentionDays }: TimeStanding): number {
  const serverNowMs = nowMs + skewMs;
  const maxAgeMs = Math.min(maxEventAgeMs, (retentionDays ?? Infinity) * dayMs);
  const oldest = serverNowMs - maxAgeMs + ageMarginMs;
  const newest = serverNowMs + maxEventLeadMs - leadMarginMs;
  return Math.trunc(Math.min(newest, Math.max(oldest, timestampMs + skewMs)));
}

/** The most that `stampEvent` can add to a message. */
export const maxStampBytes = 80;
