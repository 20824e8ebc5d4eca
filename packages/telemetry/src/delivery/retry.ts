export interface RetrySettings {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const defaultRetry: RetrySettings = { maxAttempts: 6, firstDelayMs: 500, maxDelayMs: 10_000 };

const maxRetryAfterMs = 60_000;

/**
 * How long to wait after attempt number `attempt` failed: exponential with full jitter in its upper half, so that
 * many processes do not come back at once. A `Retry-After` is obeyed up to a minute.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  { firstDelayMs, maxDelayMs }: RetrySettings,
  random: () => number,
): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, maxRetryAfterMs);
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return ceilingMs / 2 + (random() * ceilingMs) / 2;
}

/** `Retry-After` (RFC 9110, 10.2.3), seconds or an HTTP date, in milliseconds from `nowMs`. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
