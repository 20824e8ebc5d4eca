import { trace, type Attributes } from '@opentelemetry/api';
import type { Logger, LogLevel, LogRecord } from './logger.ts';

const severity: Readonly<Record<LogLevel, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly nowMs: () => number;
  readonly write: (record: LogRecord) => void;
}

/** A logger that puts the active span's ids on every record and hands records of `level` and above to `write`. */
export function createLogger({ level, nowMs, write }: LoggerOptions): Logger {
  const log = (recordLevel: LogLevel, body: string, attributes: Attributes = {}): void => {
    if (severity[recordLevel] < severity[level]) return;
    const span = trace.getActiveSpan()?.spanContext();
    try {
      write({
        timeMs: nowMs(),
        level: recordLevel,
        body,
        attributes,
        ...(span === undefined ? undefined : { traceId: span.traceId, spanId: span.spanId }),
      });
    } catch {
      // A closed pipe on stdout must not take a request down.
    }
  };
  return {
    debug: (body, attributes) => log('debug', body, attributes),
    info: (body, attributes) => log('info', body, attributes),
    warn: (body, attributes) => log('warn', body, attributes),
    error: (body, attributes) => log('error', body, attributes),
  };
}
