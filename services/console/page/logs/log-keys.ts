import type { LogEntry } from './log-entries.ts';

export type LogCommand =
  | { readonly type: 'move'; readonly id: string }
  | { readonly type: 'open'; readonly id: string }
  | { readonly type: 'close' };

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 20,
  PageUp: -20,
  Home: -Infinity,
  End: Infinity,
};

/** What a key means to a list of log entries with its cursor on `activeId`; nothing where it means nothing. */
export function toLogCommand(
  key: string,
  entries: readonly LogEntry[],
  activeId: string | undefined,
): LogCommand | undefined {
  const index = entries.findIndex(({ id }) => id === activeId);
  if (key === 'Escape') return { type: 'close' };
  if (key === 'Enter' && activeId !== undefined && index >= 0) return { type: 'open', id: activeId };
  if (key === 'e' || key === 'E') return moveTo(findError(entries, index, key === 'e' ? 1 : -1));
  const step = STEPS[key];
  if (step === undefined) return undefined;
  return moveTo(entries[Math.min(Math.max(index + step, 0), entries.length - 1)]);
}

function moveTo(entry: LogEntry | undefined): LogCommand | undefined {
  return entry === undefined ? undefined : { type: 'move', id: entry.id };
}

function findError(entries: readonly LogEntry[], from: number, step: 1 | -1): LogEntry | undefined {
  for (let index = from + step; entries[index] !== undefined; index += step) {
    if (entries[index]?.level === 'error') return entries[index];
  }
  return undefined;
}
