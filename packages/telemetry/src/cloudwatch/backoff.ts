import type { FailureKind } from './classify-failure.ts';

/** The first pause, by what failed; it doubles with every attempt up to `maxPauseMs`. */
const firstPauseMs: Readonly<Partial<Record<FailureKind, number>>> = {
  transient: 200,
  conflict: 100,
  throttled: 1000,
};
const maxPauseMs = 20_000;
/** What only an operator can mend is asked for rarely. */
const slowPauseMs = 30_000;
const maxRetryAfterMs = 60_000;

/**
 * How long to wait after failed attempt number `attempt`: exponential with full jitter, so that many processes do not
 * come back at once. A `Retry-After` makes it longer, up to a minute, never shorter.
 */
export function backoffMs(
  kind: FailureKind,
  attempt: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number {
  const firstMs = firstPauseMs[kind];
  const pauseMs =
    firstMs === undefined
      ? slowPauseMs * (1 + random())
      : random() * Math.min(maxPauseMs, firstMs * 2 ** (attempt - 1));
  return Math.max(pauseMs, Math.min(retryAfterMs ?? 0, maxRetryAfterMs));
}
