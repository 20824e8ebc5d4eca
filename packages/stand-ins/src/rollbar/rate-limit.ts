const windowMs = 60_000;

/** Counts calls in windows of a minute, and says how many are left. https://docs.rollbar.com/docs/rate-limits */
export class RateLimit {
  readonly #limit: number;
  #endMs = 0;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether there is one left. */
  take(nowMs: number): boolean {
    this.#turn(nowMs);
    if (this.#used >= this.#limit) return false;
    this.#used += 1;
    return true;
  }

  toHeaders(nowMs: number): Readonly<Record<string, string>> {
    this.#turn(nowMs);
    return toHeaders(this.#limit, this.#limit - this.#used, this.#endMs, nowMs);
  }

  /** As if none were left for so long. */
  toExhaustedHeaders(nowMs: number, remainingSeconds: number): Readonly<Record<string, string>> {
    return toHeaders(this.#limit, 0, nowMs + remainingSeconds * 1000, nowMs);
  }

  #turn(nowMs: number): void {
    if (nowMs < this.#endMs) return;
    this.#endMs = nowMs + windowMs;
    this.#used = 0;
  }
}

function toHeaders(
  limit: number,
  remaining: number,
  endMs: number,
  nowMs: number,
): Readonly<Record<string, string>> {
  return {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(Math.ceil(endMs / 1000)),
    'x-rate-limit-remaining-seconds': String(Math.ceil((endMs - nowMs) / 1000)),
  };
}
