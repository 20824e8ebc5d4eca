import { context as activeContext, trace } from '@opentelemetry/api';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import type { LogEntry, Logger, LogLevel } from '../log/logger.ts';
import { severities } from '../log/severity.ts';
import { errorType } from '../trace/exception-attributes.ts';
import type { EdgeLogging } from './console-logging.ts';

/**
 * The log where none was asked for: what the line says, the type of an error, and the trace. No attributes and no
 * messages of errors, as nothing is redacted here.
 */
export function createPlainLogging({
  serviceName,
  log,
}: Pick<TelemetryConfig, 'serviceName' | 'log'>): EdgeLogging {
  const lowest = severities[log.level].number;
  const write = (level: LogLevel, message: string | undefined, error?: unknown): void => {
    if (severities[level].number < lowest) return;
    const context = trace.getSpanContext(activeContext.active());
    const line = {
      level,
      service: serviceName,
      message,
      ...(error === undefined ? undefined : { error: { type: errorType(error) } }),
      ...(context === undefined ? undefined : { traceId: context.traceId, spanId: context.spanId }),
    };
    try {
      console.log(JSON.stringify(line));
    } catch {
      // Whoever logs has other things to do.
    }
  };
  const logger: Logger = {
    debug: (body) => write('debug', body),
    info: (body) => write('info', body),
    warn: (body) => write('warn', body),
    error: (body) => write('error', body),
    emit: ({ level, body, error }: LogEntry) => write(level, body, error),
    with: () => logger,
    runWith: (_attributes, fn) => fn(),
  };
  return { log: logger, requestLog: undefined, sinks: [] };
}
