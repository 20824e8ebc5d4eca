/** What the answers tell about the difference of the clocks. */
export interface ClockSkew {
  /** The server's clock minus ours; 0 as long as that is within what a `Date` header can tell. */
  readonly skewMs: () => number;
  /** Takes the time of an answer; true when what we thought of the clocks was wrong. */
  readonly learn: (serverTimeMs: number | undefined) => boolean;
  /** How many times in a row an answer has shown that: more than once where the clocks of servers disagree. */
  readonly correctionsInRow: () => number;
}

/** A `Date` is in whole seconds, and the answer was under way. */
const toleratedMs = 60_000;

export function createClockSkew(nowMs: () => number): ClockSkew {
  let skewMs = 0;
  let correctionsInRow = 0;
  return {
    skewMs: () => skewMs,
    correctionsInRow: () => correctionsInRow,
    learn: (serverTimeMs) => {
      if (serverTimeMs === undefined || Number.isNaN(serverTimeMs)) return false;
      const measuredMs = serverTimeMs - nowMs();
      const next = Math.abs(measuredMs) > toleratedMs ? measuredMs : 0;
      const wasWrong = Math.abs(next - skewMs) > toleratedMs;
      if (wasWrong || next === 0) skewMs = next;
      correctionsInRow = wasWrong ? correctionsInRow + 1 : 0;
      return wasWrong;
    },
  };
}
