import type { JsonObject } from '../log/json-value.ts';
import type { LogLevel, LogRecord } from '../log/logger.ts';

const levels: Readonly<Record<LogLevel, string>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  error: 'error',
};

/** Rollbar's Item API, "body.telemetry": the lines that led to an error. They are redacted already. */
export function toItemTelemetry(records: readonly LogRecord[]): readonly JsonObject[] {
  return records.map(({ timeMs, level, body, attributes, error }) => ({
    level: levels[level],
    type: 'log',
    source: 'server',
    timestamp_ms: Number.isFinite(timeMs) ? Math.round(timeMs) : 0,
    body: {
      message: body,
      ...(isEmpty(attributes) ? undefined : { attributes }),
      ...(error === undefined ? undefined : { error: `${error.type}: ${error.message}` }),
    },
  }));
}

function isEmpty(attributes: JsonObject): boolean {
  for (const key in attributes) return !Object.hasOwn(attributes, key);
  return true;
}
