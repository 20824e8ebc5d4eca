import { logLevels, type LogLevel } from '../../src/api/log-types.ts';
import type { LogEntry } from './log-entries.ts';

export interface LogFilter {
  /** This level and those above it; undefined: all, and lines that say none. */
  readonly minLevel: LogLevel | undefined;
  readonly text: string;
}

export const NO_FILTER: LogFilter = { minLevel: undefined, text: '' };

/** Reads a filter from an address, where it stands as `?level=warn&q=text`. */
export function parseLogFilter(params: URLSearchParams): LogFilter {
  const level = params.get('level');
  return { minLevel: logLevels.find((name) => name === level), text: params.get('q') ?? '' };
}

export function toLogFilterParams({ minLevel, text }: LogFilter): URLSearchParams {
  return new URLSearchParams({
    ...(minLevel === undefined ? {} : { level: minLevel }),
    ...(text === '' ? {} : { q: text }),
  });
}

/** The entries that are severe enough and have every word of the text somewhere, without regard to case. */
export function filterEntries(
  entries: readonly LogEntry[],
  { minLevel, text }: LogFilter,
): readonly LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const least = minLevel === undefined ? 0 : logLevels.indexOf(minLevel);
  return entries.filter(
    (entry) => toSeverity(entry) >= least && words.every((word) => entry.searchText.includes(word)),
  );
}

function toSeverity({ level }: LogEntry): number {
  return level === undefined ? 0 : logLevels.indexOf(level);
}
