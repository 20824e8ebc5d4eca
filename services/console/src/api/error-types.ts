import type { Attributes } from '@cruddur/trace-model';

/** The part of the API's JSON that is about reported errors. Times: epoch milliseconds, or milliseconds since the trace began. */

export interface StackFrame {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly method: string;
  /** Of the application, neither the runtime's nor an installed package's. */
  readonly isOwn: boolean;
  /** The line of source, where the reporter sent it. */
  readonly code?: string;
}

/** An exception with its stack; of a message without one, the message alone. */
export interface ReportedException {
  readonly type: string;
  readonly message: string;
  /** The throwing frame first. */
  readonly frames: readonly StackFrame[];
}

/** What happened before the error, oldest first. */
export interface Breadcrumb {
  readonly timeMs: number;
  readonly level: string;
  readonly type: string;
  readonly text: string;
}

/** One item as Rollbar gets it. */
export interface ErrorOccurrence {
  /** The sender's; where it has none, one that the console gives. */
  readonly uuid: string;
  /** Of its group. */
  readonly key: string;
  readonly timeMs: number;
  readonly level: string;
  readonly service: string;
  readonly environment: string;
  readonly codeVersion: string;
  /** What it happened in: the route. */
  readonly context: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** What was thrown first, then what caused it; never empty. */
  readonly exceptions: readonly ReportedException[];
  readonly breadcrumbs: readonly Breadcrumb[];
  readonly person: Attributes;
  readonly request: Attributes;
  readonly server: Attributes;
  readonly custom: Attributes;
}

/** An occurrence at its place in the trace. */
export interface TraceError extends ErrorOccurrence {
  readonly offsetMs: number;
}

/** Occurrences that are the same error: of one service, type, shape of message and place in the code. */
export interface ErrorGroup {
  readonly key: string;
  readonly type: string;
  /** Of the latest occurrence. */
  readonly message: string;
  readonly level: string;
  readonly service: string;
  /** Where it was thrown in the application, `file:line in method`; empty where no frame is its own. */
  readonly place: string;
  readonly count: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Contexts of the latest occurrences. */
  readonly contexts: readonly string[];
  /** The trace of the latest occurrence that names one. */
  readonly latestTraceId?: string;
}

/** `GET /api/errors`, by when they were last seen. */
export interface ErrorGroupList {
  readonly groups: readonly ErrorGroup[];
  readonly statistics: ErrorStatistics;
}

/** `GET /api/errors/:key`. */
export interface ErrorGroupDetail extends ErrorGroup {
  /** Newest first, the latest of `count`. */
  readonly occurrences: readonly ErrorOccurrence[];
}

/** What became of the error items that were sent. */
export interface ErrorStatistics {
  readonly groupCount: number;
  /** All that were ever taken in. */
  readonly occurrenceCount: number;
  /** Came again with the same uuid, as senders do after a failure. */
  readonly duplicateErrors: number;
  /** Groups that made room for newer ones. */
  readonly evictedGroups: number;
  /** Not kept with their trace, which is as large as one trace may be, or has made room for newer ones. */
  readonly evictedErrors: number;
}
