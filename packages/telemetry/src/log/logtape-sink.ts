import type { LogLevel as LogTapeLevel, LogRecord as LogTapeRecord } from '@logtape/logtape';
import type { Logger, LogLevel } from './logger.ts';
import { severities, type Severity } from './severity.ts';

const levels: Readonly<Record<LogTapeLevel, { readonly level: LogLevel; readonly severity: Severity }>> = {
  trace: { level: 'debug', severity: { number: 1, text: 'TRACE' } },
  debug: { level: 'debug', severity: severities.debug },
  info: { level: 'info', severity: severities.info },
  warning: { level: 'warn', severity: severities.warn },
  error: { level: 'error', severity: severities.error },
  fatal: { level: 'error', severity: { number: 21, text: 'FATAL' } },
};

/**
 * A LogTape sink that hands records to `log`, so that what libraries and the app log through LogTape is redacted, has the
 * ids of the active span, and goes to the same sinks:
 * `configure({ sinks: { telemetry: createLogTapeSink(telemetry.log) }, loggers: [{ category: [], sinks: ['telemetry'] }] })`.
 * The category becomes `logger.name`.
 */
export function createLogTapeSink(log: Logger): (record: LogTapeRecord) => void {
  return ({ category, level, message, properties, timestamp, sourceLocation }) => {
    log.emit({
      ...levels[level],
      parts: message,
      timeMs: timestamp,
      attributes: {
        'logger.name': category.join('.'),
        ...(sourceLocation === undefined
          ? undefined
          : { 'code.file.path': sourceLocation.file, 'code.line.number': sourceLocation.line }),
        ...properties,
      },
    });
  };
}
