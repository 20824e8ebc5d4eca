import type { Logger } from '../log/logger.ts';

const reportEveryMs = 10_000;

/** Says in the log what a sink dropped and why: the first drop at once, then sums, so that an outage is no flood. */
export function createDropReporter(
  sink: string,
  log: Logger,
  nowMs: () => number = () => performance.now(),
): (items: number, reason: string, detail: string) => void {
  let unreported = 0;
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  return (items, reason, detail) => {
    unreported += items;
    if (nowMs() - reportedAtMs < reportEveryMs) return;
    reportedAtMs = nowMs();
    log.warn(`telemetry sink ${sink} dropped ${unreported} items`, {
      sink,
      reason,
      detail,
      items: unreported,
    });
    unreported = 0;
  };
}
