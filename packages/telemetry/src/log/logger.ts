import type { JsonObject } from './json-value.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Anything may be logged; what it becomes is said by `toJsonValue`. */
export type LogAttributes = Readonly<Record<string, unknown>>;

/** An error with its stack, its own fields and its causes, which have this form too where they are errors. */
export type LogError = JsonObject & { readonly type: string; readonly message: string };

/** One line as every sink gets it: redacted, bounded, JSON. The OpenTelemetry log data model in our own words. */
export interface LogRecord {
  readonly timeMs: number;
  readonly level: LogLevel;
  /** 1 to 24 (OpenTelemetry logs data model, "SeverityNumber"). */
  readonly severityNumber: number;
  /** `INFO` */
  readonly severityText: string;
  readonly body: string;
  readonly attributes: JsonObject;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceFlags?: number;
  readonly error?: LogError;
}

/** A line as a front end hands it in. */
export interface LogEntry {
  readonly level: LogLevel;
  /** @default the message of the error */
  readonly body?: string | undefined;
  /** Instead of the body: the texts and values that it is put together from. */
  readonly parts?: readonly unknown[] | undefined;
  readonly attributes?: LogAttributes | undefined;
  /** Anything that was thrown. */
  readonly error?: unknown;
  /** @default now */
  readonly timeMs?: number | undefined;
  /** Finer than `level`, when the front end has more levels than we do. */
  readonly severity?: { readonly number: number; readonly text: string } | undefined;
}

/**
 * Structured log lines. On each of them are the ids of the active span, the route of the request that it is about, and
 * the attributes of the enclosing `runWith`. An `error` among the attributes that is an `Error` becomes the record's
 * structured error. Never throws, never waits, whatever is logged.
 */
export interface Logger {
  readonly debug: (body: string, attributes?: LogAttributes) => void;
  readonly info: (body: string, attributes?: LogAttributes) => void;
  readonly warn: (body: string, attributes?: LogAttributes) => void;
  readonly error: (body: string, attributes?: LogAttributes) => void;
  /** For other front ends, and for what was thrown without being an `Error`. */
  readonly emit: (entry: LogEntry) => void;
  /** A logger whose lines have these attributes too. */
  readonly with: (attributes: LogAttributes) => Logger;
  /** Runs `fn`; every line logged inside of it, by whatever logger, has these attributes too. */
  readonly runWith: <T>(attributes: LogAttributes, fn: () => T) => T;
}
