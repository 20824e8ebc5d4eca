import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../statistics.ts';

/** How long the calls took, in nanoseconds, with some 40 of the clock's. */
export interface PacedLines {
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly maxNs: number;
}

export interface UnpacedLines {
  readonly linesPerSecond: number;
  /** User and system time of all threads, sending included. */
  readonly cpuMicrosPerLine: number;
}

/** As many as the requests that a server finds when it looks. */
const burst = 10;
const unpacedBurst = 100;

/** Logs in bursts at a rate, and times each call. The loop never sleeps: a cold CPU would be measured with it. */
export async function runPacedLines(
  log: () => void,
  { lines, linesPerSecond }: { readonly lines: number; readonly linesPerSecond: number },
): Promise<PacedLines> {
  const taken = new Float64Array(lines);
  const burstMs = (burst / linesPerSecond) * 1000;
  let dueMs = performance.now();
  for (let line = 0; line < lines;) {
    while (performance.now() < dueMs) await nextTurn();
    dueMs += burstMs;
    for (const last = Math.min(lines, line + burst); line < last; line += 1) {
      const start = performance.now();
      log();
      taken[line] = (performance.now() - start) * 1e6;
    }
    await nextTurn();
  }
  const sorted = taken.toSorted();
  return {
    p50Ns: quantile(sorted, 0.5),
    p99Ns: quantile(sorted, 0.99),
    p999Ns: quantile(sorted, 0.999),
    maxNs: quantile(sorted, 1),
  };
}

/** Logs as fast as it goes, with turns of the event loop between, in which is sent what can be sent. */
export async function runUnpacedLines(log: () => void, lines: number): Promise<UnpacedLines> {
  const before = process.cpuUsage();
  const start = performance.now();
  for (let line = 1; line <= lines; line += 1) {
    log();
    if (line % unpacedBurst === 0) await nextTurn();
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { linesPerSecond: lines / seconds, cpuMicrosPerLine: (user + system) / lines };
}

/** Logs at a rate, asleep between: for what does not depend on the time of a call. */
export async function runSteadyLines(
  log: () => void,
  { lines, linesPerSecond }: { readonly lines: number; readonly linesPerSecond: number },
): Promise<void> {
  const start = performance.now();
  for (let line = 0; line < lines;) {
    const due = Math.min(lines, ((performance.now() - start) / 1000) * linesPerSecond);
    for (; line < due; line += 1) log();
    await sleep(sleepMs);
  }
}

const sleepMs = 5;
