import type { LogRecord } from './logger.ts';

const maxRecords = 20;
/** In UTF-16 code units of the records, about. */
const maxLength = 32_768;

/** The last lines of one request, for a report of what fails in it. Bounded; the oldest give way. */
export interface Breadcrumbs {
  /** `length` in UTF-16 code units, about. */
  readonly add: (record: LogRecord, length: number) => void;
  /** Oldest first. */
  readonly records: () => readonly LogRecord[];
}

export function createBreadcrumbs(): Breadcrumbs {
  const kept: { readonly record: LogRecord; readonly length: number }[] = [];
  let total = 0;
  return {
    add: (record, length) => {
      if (length > maxLength) return;
      kept.push({ record, length });
      total += length;
      while (kept.length > maxRecords || total > maxLength) total -= kept.shift()?.length ?? 0;
    },
    records: () => kept.map(({ record }) => record),
  };
}
