/** Span times: monotonic within a trace, and wall-clock time to a microsecond where the runtime has it. */
export interface Clock {
  /** Monotonic milliseconds with fraction, from an arbitrary zero. */
  readonly monotonicMs: () => number;
  /** Epoch milliseconds of the monotonic zero, as it is now: kept per local trace so that its spans never cross. */
  readonly epochOfZeroMs: () => number;
}

/** How far the wall clock may move away (NTP slew, suspend) before new traces follow it. */
const maxDriftMs = 5;
const checkEveryMs = 1000;

export function createSystemClock(): Clock {
  let epochOfZeroMs = performance.timeOrigin;
  let checkedAtMs = 0;
  return {
    monotonicMs: () => performance.now(),
    epochOfZeroMs: () => {
      const monotonicMs = performance.now();
      if (monotonicMs - checkedAtMs > checkEveryMs) {
        checkedAtMs = monotonicMs;
        const drift = Date.now() - (epochOfZeroMs + monotonicMs);
        if (Math.abs(drift) > maxDriftMs) epochOfZeroMs += drift;
      }
      return epochOfZeroMs;
    },
  };
}
