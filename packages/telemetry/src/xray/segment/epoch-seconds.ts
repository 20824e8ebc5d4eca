import type { HrTime } from '@opentelemetry/api';

/** Seconds of the epoch with microseconds, as X-Ray writes times. One division at the end keeps the decimals exact. */
export function toEpochSeconds([seconds, nanos]: HrTime): number {
  return (seconds * 1_000_000 + Math.round(nanos / 1000)) / 1_000_000;
}
