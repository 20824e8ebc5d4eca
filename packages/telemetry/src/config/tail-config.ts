import type { EnvironmentReader } from './environment-reader.ts';

/** Which local traces are kept when they are over: those that failed, slow ones, marked ones, and `ratio` of the rest. */
export interface TailSettings {
  /** Of the rest; by the trace id, so that services with the same ratio keep the same traces. */
  readonly ratio: number;
  /** From here on a local root span counts as slow. */
  readonly slowMs: number;
}

/** `CRUDDUR_TAIL_RATIO`, without which every sampled span is kept, and `CRUDDUR_TAIL_SLOW_MS`. */
export function readTailSettings(read: EnvironmentReader): TailSettings | undefined {
  const slowMs = read.integer('CRUDDUR_TAIL_SLOW_MS', { min: 1, max: 3_600_000, fallback: 1000 });
  const ratio = read.number('CRUDDUR_TAIL_RATIO', { min: 0, max: 1, fallback: 1 });
  if (read.text('CRUDDUR_TAIL_RATIO') !== undefined) return { ratio, slowMs };
  if (read.text('CRUDDUR_TAIL_SLOW_MS') !== undefined)
    read.warn(
      'CRUDDUR_TAIL_SLOW_MS is ignored: CRUDDUR_TAIL_RATIO is not set, so every sampled span is kept',
    );
  return undefined;
}
