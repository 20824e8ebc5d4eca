import type { Attributes, HrTime, TimeInput } from '@opentelemetry/api';

const nanosPerMs = 1_000_000;

/** Epoch time as `[seconds, nanoseconds]`, computed in two parts so that no digit is lost to a 53-bit number. */
export function toHrTime(epochOfZeroMs: number, monotonicMs: number): HrTime {
  const wholeEpochMs = Math.floor(epochOfZeroMs);
  const restMs = epochOfZeroMs - wholeEpochMs + monotonicMs;
  const wholeRestMs = Math.floor(restMs);
  const epochMs = wholeEpochMs + wholeRestMs;
  const seconds = Math.floor(epochMs / 1000);
  const nanos = (epochMs - seconds * 1000) * nanosPerMs + Math.round((restMs - wholeRestMs) * nanosPerMs);
  return nanos >= 1_000_000_000 ? [seconds + 1, nanos - 1_000_000_000] : [seconds, nanos];
}

/**
 * Numbers below are readings of `performance.now()` (3 years of uptime), above they are epoch milliseconds (from 1973
 * on): the API takes both in one argument.
 */
const minEpochMs = 1e11;

/**
 * A time as the API's callers give it (Date, HrTime, epoch or performance milliseconds) on the span's own clock;
 * without one, or with one that is no time, now.
 */
export function toMonotonicMs(
  time: TimeInput | undefined,
  epochOfZeroMs: number,
  nowMs: () => number,
): number {
  if (time === undefined) return nowMs();
  let ms: number;
  if (Array.isArray(time)) ms = time[0] * 1000 - epochOfZeroMs + time[1] / nanosPerMs;
  else if (time instanceof Date) ms = time.getTime() - epochOfZeroMs;
  else ms = time < minEpochMs ? time : time - epochOfZeroMs;
  return Number.isFinite(ms) ? ms : nowMs();
}

export function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  return (
    typeof value === 'number' ||
    value instanceof Date ||
    (Array.isArray(value) &&
      value.length === 2 &&
      typeof value[0] === 'number' &&
      typeof value[1] === 'number')
  );
}
