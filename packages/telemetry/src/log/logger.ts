import type { Attributes } from '@opentelemetry/api';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogRecord {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly body: string;
  readonly attributes: Attributes;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** Structured log lines; the ids of the active span are added by the logger. Never throws. */
export interface Logger {
  readonly debug: (body: string, attributes?: Attributes) => void;
  readonly info: (body: string, attributes?: Attributes) => void;
  readonly warn: (body: string, attributes?: Attributes) => void;
  readonly error: (body: string, attributes?: Attributes) => void;
}
