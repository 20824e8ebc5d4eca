export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly maxFailures: number;
  /** How long it stays open before one attempt may show that all is well again. */
  readonly openMs: number;
}

/** Keeps all but one probe from a service that does not answer. */
export interface CircuitBreaker {
  readonly state: () => BreakerState;
  /** 0: go ahead (and when half-open, as the one probe); else how long to wait before asking again. */
  readonly waitMs: () => number;
  readonly succeeded: () => void;
  readonly failed: () => void;
  /** An attempt ended without telling anything about the service. */
  readonly inconclusive: () => void;
}

export function createCircuitBreaker(
  { maxFailures, openMs }: BreakerSettings,
  nowMs: () => number,
  onRecovery: () => void = () => undefined,
): CircuitBreaker {
  let failures = 0;
  let openUntilMs = 0;
  let probing = false;
  const state = (): BreakerState => {
    if (failures < maxFailures) return 'closed';
    return nowMs() < openUntilMs ? 'open' : 'half-open';
  };
  return {
    state,
    waitMs: () => {
      const current = state();
      if (current === 'closed') return 0;
      if (current === 'open') return openUntilMs - nowMs();
      if (probing) return openMs;
      probing = true;
      return 0;
    },
    succeeded: () => {
      const recovered = failures >= maxFailures;
      failures = 0;
      probing = false;
      if (recovered) onRecovery();
    },
    failed: () => {
      failures += 1;
      probing = false;
      if (failures >= maxFailures) openUntilMs = nowMs() + openMs;
    },
    inconclusive: () => {
      probing = false;
    },
  };
}
