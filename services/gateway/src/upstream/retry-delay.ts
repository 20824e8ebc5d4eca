import type { UpstreamReply, UpstreamRequest } from './upstream-exchange.ts';

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly maxRetries: number;
  /** Upper bound of the first delay; doubles with each retry. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * How long to wait before sending `request` again, or undefined when it must not or cannot be sent again.
 *
 * Only what is idempotent (GET) and failed in a way that says nothing was decided (no connection, 502, 503, 504) is
 * sent again. A timeout is not: an upstream that is slow is not helped by more work. Delays are drawn from
 * [0, base * 2^n) ("full jitter"), and a `Retry-After` is a lower bound; a delay beyond the deadline means no retry.
 *
 * @param random uniform in [0, 1)
 */
export function toRetryDelayMs(
  request: UpstreamRequest,
  reply: UpstreamReply,
  retriesDone: number,
  remainingMs: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (request.method !== 'GET' || reply.kind !== 'failure' || retriesDone >= policy.maxRetries)
    return undefined;
  if (reply.reason !== 'connection' && reply.reason !== 'unavailable') return undefined;
  const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** retriesDone);
  const delayMs = (reply.retryAfterMs ?? 0) + random() * ceilingMs;
  return delayMs < remainingMs ? delayMs : undefined;
}
