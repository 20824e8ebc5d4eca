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
 * many processes do not come back at once. A `Retry-After` makes it longer, up to a minute, never shorter.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  { firstDelayMs, maxDelayMs }: RetrySettings,
  random: () => number,
): number {
  const ceilingMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  const backoffMs = ceilingMs / 2 + (random() * ceilingMs) / 2;
  return Math.max(backoffMs, Math.min(retryAfterMs ?? 0, maxRetryAfterMs));
}

/** `Retry-After` (RFC 9110, 10.2.3), seconds or an HTTP date, in milliseconds from `nowMs`. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  // Date.parse takes nearly anything for a date ("-1", "1.5"); an HTTP date begins with the name of the day.
  const dateMs = /^\s*[A-Z][a-z]+,? /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
