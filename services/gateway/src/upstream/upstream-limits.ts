import type { UpstreamClientOptions } from './upstream-client.ts';

/** How patient the gateway is with the activities service. */
export const upstreamLimits: Pick<
  UpstreamClientOptions,
  'attemptTimeoutMs' | 'maxResponseBytes' | 'maxConcurrentCalls' | 'retry' | 'breaker'
> = {
  attemptTimeoutMs: 5000,
  /** The largest contractual answer: 100 rows, each with its replies, is well below. */
  maxResponseBytes: 8 * 1024 * 1024,
  maxConcurrentCalls: 512,
  /** At most three attempts; the waits stay well below what a person notices. */
  retry: { maxRetries: 2, baseDelayMs: 50, maxDelayMs: 1000 },
  /** Open after 10 to 20 attempts of which most failed: a few requests when the service is down. */
  breaker: { sampleSize: 20, minimumSamples: 10, halfOpenAfterMs: 2000 },
};
