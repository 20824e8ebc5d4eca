import type { MiddlewareHandler } from 'hono';
import { toClientNetwork, type ClientAddress } from '../http/client-address.ts';
import { respondWithError } from '../http/error-response.ts';
import { createRateLimiter } from './rate-limiter.ts';

export interface RateLimitOptions {
  /** 0 turns the limit off. */
  readonly limitPerMinute: number;
  readonly clientAddress: ClientAddress;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

const windowMs = 60_000;
/** About 2 MB of counters at most. */
const maxClients = 10_000;

/** Limits requests by client; headers as in draft-ietf-httpapi-ratelimit-headers-10. */
export function limitRate({ limitPerMinute, clientAddress, now }: RateLimitOptions): MiddlewareHandler {
  if (limitPerMinute === 0)
    return function limitRate(_c, next) {
      return next();
    };

  const limiter = createRateLimiter({ limit: limitPerMinute, windowMs, maxClients, now });
  const policy = `"client";q=${limitPerMinute};w=${windowMs / 1000}`;
  return async function limitRate(c, next) {
    const { allowed, remaining, resetSeconds } = limiter.take(toClientNetwork(clientAddress(c) ?? 'unknown'));
    c.header('ratelimit-policy', policy);
    c.header('ratelimit', `"client";r=${remaining};t=${resetSeconds}`);
    if (!allowed) return respondWithError(c, 'rate_limited', { 'retry-after': String(resetSeconds) });
    return next();
  };
}
