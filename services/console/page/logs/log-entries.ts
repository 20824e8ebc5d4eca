import type { TraceError } from '../../src/api/error-types.ts';
import { logLevels, type LogLevel, type TraceLine } from '../../src/api/log-types.ts';
import type { TraceDetail } from '../../src/api/types.ts';

interface EntryFacts {
  /** Of the line, or the uuid of the error. */
  readonly id: string;
  readonly offsetMs: number;
  readonly level: LogLevel | undefined;
  readonly service: string;
  readonly spanId: string | undefined;
  readonly text: string;
  /** Everything that can be searched for, in lower case. */
  readonly searchText: string;
}

/** A row of the logs view. */
export type LogEntry =
  | (EntryFacts & { readonly kind: 'line'; readonly line: TraceLine })
  | (EntryFacts & { readonly kind: 'error'; readonly error: TraceError });

/** The lines of a trace and the errors that were reported from it, in the order of time; a line before its error. */
export function toLogEntries({ logs, errors }: Pick<TraceDetail, 'logs' | 'errors'>): readonly LogEntry[] {
  return [...logs.lines.map(toLineEntry), ...errors.map(toErrorEntry)].toSorted(
    (a, b) => a.offsetMs - b.offsetMs,
  );
}

export function findEntry(entries: readonly LogEntry[], id: string | undefined): LogEntry | undefined {
  return id === undefined ? undefined : entries.find((entry) => entry.id === id);
}

function toLineEntry(line: TraceLine): LogEntry {
  const { id, offsetMs, level, service, spanId, message, attributes, error } = line;
  const searched = [message, service, level, id, JSON.stringify(attributes), JSON.stringify(error ?? {})];
  return {
    kind: 'line',
    id,
    offsetMs,
    level,
    service,
    spanId,
    text: message,
    searchText: searched.join('\n').toLowerCase(),
    line,
  };
}

function toErrorEntry(error: TraceError): LogEntry {
  const { uuid, offsetMs, service, spanId } = error;
  const text = describeError(error);
  return {
    kind: 'error',
    id: uuid,
    offsetMs,
    level: toLogLevel(error.level),
    service,
    spanId,
    text,
    searchText: [text, service, uuid, error.context, JSON.stringify(error.custom)].join('\n').toLowerCase(),
    error,
  };
}

/** `Type: message`; of a message without an exception, the message. */
function describeError({ exceptions: [first] }: Pick<TraceError, 'exceptions'>): string {
  if (first === undefined) return '';
  return first.type === 'message' ? first.message : `${first.type}: ${first.message}`;
}

/** Rollbar's levels in the words of the lines. */
function toLogLevel(level: string): LogLevel {
  if (level === 'warning') return 'warn';
  return logLevels.find((name) => name === level) ?? 'error';
}
