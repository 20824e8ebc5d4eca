import type { HrTime, TimeInput } from '@opentelemetry/api';

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

/** A time as the API's callers give it (Date, HrTime, epoch or performance milliseconds) on the span's own clock. */
export function toMonotonicMs(time: TimeInput, epochOfZeroMs: number): number {
  if (Array.isArray(time)) return time[0] * 1000 - epochOfZeroMs + time[1] / nanosPerMs;
  if (time instanceof Date) return time.getTime() - epochOfZeroMs;
  // As in the SDK: a number below the process's start can only be a performance.now() reading.
  return time < performance.timeOrigin ? time : time - epochOfZeroMs;
}
