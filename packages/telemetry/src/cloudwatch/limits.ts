/** Of one PutLogEvents call (API reference, "PutLogEvents"). */
export interface BatchLimits {
  /** Messages in UTF-8 and 26 bytes per event. */
  readonly maxBatchBytes: number;
  readonly maxBatchEvents: number;
  readonly maxBatchSpanMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;

export const serviceLimits: BatchLimits = {
  maxBatchBytes: 1_048_576,
  maxBatchEvents: 10_000,
  maxBatchSpanMs: dayMs,
};

/** Older and newer events are rejected one by one; so are those older than the retention of the group. */
export const maxEventAgeMs: number = 14 * dayMs;
export const maxEventLeadMs: number = 2 * 60 * 60 * 1000;

/** API reference, "PutRetentionPolicy". */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
