import type { Attributes } from '@cruddur/trace-model';

/** The part of the API's JSON that is about log lines. Times: epoch milliseconds, or milliseconds since the trace began. */

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** An error that a line carries, with what caused it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  /** Its own fields, and a cause that is no error. */
  readonly fields: Attributes;
  readonly cause?: LoggedError;
}

/** One line as it came. */
export interface LogLine {
  /** The sender's `event_id`; where it has none, as by OTLP, one that the console gives. */
  readonly id: string;
  readonly timeMs: number;
  /** Absent where the line does not say. */
  readonly level?: LogLevel;
  readonly message: string;
  /** Empty where the line does not say. */
  readonly service: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** The one event that tells of a whole request. */
  readonly isRequest: boolean;
  /** False: it is no JSON object, and `message` is all that came. */
  readonly isStructured: boolean;
  /** What the line says beside all this. */
  readonly attributes: Attributes;
  readonly error?: LoggedError;
  /** Where CloudWatch would keep it; empty for one that came by OTLP. */
  readonly group: string;
  readonly stream: string;
}

/** A line at its place in the trace. */
export interface TraceLine extends LogLine {
  readonly offsetMs: number;
}

export interface LogSummary {
  readonly lineCount: number;
  /** Lines of level error among them. */
  readonly errorLineCount: number;
}

export interface LogDetail extends LogSummary {
  /** In the order of time; the first 2,000 of `lineCount`. */
  readonly lines: readonly TraceLine[];
}

/** What became of the log lines that were sent. */
export interface LogStatistics {
  /** Kept with their traces. */
  readonly lineCount: number;
  /** Kept of those without a trace. */
  readonly looseLineCount: number;
  /** Of traces that made room for newer ones, and of the oldest lines without a trace. */
  readonly evictedLines: number;
  /** Of traces that are as large as one trace may be. */
  readonly rejectedLines: number;
  /** Came again with the same `event_id`, as senders do after a failure. */
  readonly duplicateLines: number;
  /** Kept as text, because they are no JSON objects. */
  readonly unstructuredLines: number;
}

/** `GET /api/logs`, newest first: the latest lines that name no trace. */
export interface LooseLineList {
  readonly lines: readonly LogLine[];
}
