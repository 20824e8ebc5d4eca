/** Lets a number of requests through in every second. */
export interface Reservoir {
  /** Whether one more of the second of `monotonicMs` fits into `perSecond`, which is then used up. */
  readonly take: (monotonicMs: number, perSecond: number) => boolean;
}

/** A clock that goes back gets nothing until it is where it was: it may have had what the seconds in between give. */
export function createReservoir(): Reservoir {
  let latestSecond = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take: (monotonicMs, perSecond) => {
      const second = Math.floor(monotonicMs / 1000);
      if (second > latestSecond) {
        latestSecond = second;
        taken = 0;
      }
      if (second !== latestSecond || taken >= perSecond) return false;
      taken += 1;
      return true;
    },
  };
}
