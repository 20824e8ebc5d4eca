import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createLogging, type Logging } from '../log/create-logging.ts';
import { toJsonLine, toPrettyLine } from '../log/format-record.ts';
import { defaultHold } from '../log/held-lines.ts';
import { createLineSink } from '../log/line-sink.ts';
import type { LogSink } from '../log/log-sink.ts';
import type { LogRecord } from '../log/logger.ts';

/** The log of an edge runtime with the sinks that its lines go to. */
export interface EdgeLogging extends Logging {
  readonly sinks: readonly LogSink[];
}

/**
 * Structured, redacted log lines, as on Node, to what `console.log` writes to, and to `moreSinks`. Hand it to
 * `startTelemetry`; it is not part of it because it weighs as much as all tracing does.
 */
export function createConsoleLogging(
  {
    serviceName,
    log,
    rollbar,
  }: Pick<TelemetryConfig, 'serviceName' | 'log'> & Partial<Pick<TelemetryConfig, 'rollbar'>>,
  moreSinks: readonly LogSink[] = [],
): EdgeLogging {
  const toJson = (record: LogRecord): string => toJsonLine(record, serviceName);
  const console = createLineSink({
    name: 'console',
    format: log.format === 'pretty' ? toPrettyLine : toJson,
    write: (line) => writeLine(line),
    wantsRequestEvents: log.requests,
  });
  const sinks = [console, ...moreSinks];
  const hold = log.debugOnFailure ? defaultHold : undefined;
  return {
    sinks,
    ...createLogging({
      level: log.level,
      nowMs: Date.now,
      sinks,
      hold,
      keepBreadcrumbs: rollbar !== undefined,
    }),
  };
}

/** `console.log` ends the line itself. */
function writeLine(line: string): void {
  globalThis.console.log(line.slice(0, -1));
}
