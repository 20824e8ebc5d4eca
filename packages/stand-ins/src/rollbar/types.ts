export type RollbarLevel = 'critical' | 'error' | 'warning' | 'info' | 'debug';
export type RollbarBodyKind = 'trace' | 'trace_chain' | 'message' | 'crash_report';

/** An item that Rollbar would take. */
export interface ReceivedItem {
  /** 32 hex digits, made here. */
  readonly id: string;
  /** The sender's, or one made here. */
  readonly uuid: string;
  readonly receivedAtMs: number;
  /** As sent, else the receipt. */
  readonly timestampMs: number;
  readonly environment: string;
  /** As sent, else `error`. */
  readonly level: RollbarLevel;
  readonly kind: RollbarBodyKind;
  /** As sent, else made of the exception or the message as Rollbar does. */
  readonly title: string;
  readonly fingerprint?: string;
  readonly context?: string;
  readonly custom: Readonly<Record<string, unknown>>;
  /** All of it, as sent. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly byteLength: number;
}

/** One call as it came, and what was answered. */
export interface RollbarCall {
  readonly atMs: number;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly uuid?: string;
  /** What is wrong with the item. */
  readonly problem?: string;
  /** The fault that struck. */
  readonly fault?: string;
  readonly byteLength: number;
}

export interface RollbarCounts {
  readonly calls: number;
  readonly accepted: number;
  /** Taken with 200 and thrown away: the uuid had been there before. */
  readonly duplicates: number;
  /** Calls that were answered with an error, by no fault. */
  readonly refusedCalls: number;
  /** Calls that a fault answered or left without an answer. */
  readonly faultedCalls: number;
  /** Items that are no longer kept for reading, for want of room. */
  readonly forgottenItems: number;
}
