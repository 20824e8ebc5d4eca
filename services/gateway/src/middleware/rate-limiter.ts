export interface RateLimiterOptions {
  /** Requests a client may make in one window. */
  readonly limit: number;
  readonly windowMs: number;
  /** How many clients are counted apart. Further ones in the same window share one count. */
  readonly maxClients: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

interface RateLimitDecision {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the window ends, at least 1. */
  readonly resetSeconds: number;
}

export interface RateLimiter {
  readonly take: (client: string) => RateLimitDecision;
}

/**
 * Counts requests by client in windows that begin and end for all clients together: one map, emptied at each turn,
 * so memory is bounded without timers or eviction. (hono-rate-limiter's store has no bound on the number of clients,
 * rate-limiter-flexible keeps a timer for each.) The price: a client may spend two windows' worth around a turn.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { limit, windowMs, maxClients, now } = options;
  const counts = new Map<string, number>();
  let overflowCount = 0;
  let windowEndMs = now() + windowMs;

  const count = (client: string): number => {
    const known = counts.get(client);
    if (known === undefined && counts.size >= maxClients) return (overflowCount += 1);
    const next = (known ?? 0) + 1;
    counts.set(client, next);
    return next;
  };

  return {
    take: (client) => {
      const nowMs = now();
      if (nowMs >= windowEndMs) {
        counts.clear();
        overflowCount = 0;
        windowEndMs = nowMs + windowMs;
      }
      const used = count(client);
      return {
        allowed: used <= limit,
        remaining: Math.max(0, limit - used),
        resetSeconds: Math.max(1, Math.ceil((windowEndMs - nowMs) / 1000)),
      };
    },
  };
}
