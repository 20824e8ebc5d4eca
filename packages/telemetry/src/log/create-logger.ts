import { context as activeContext } from '@opentelemetry/api';
import { createRedactor } from '../redaction/create-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { createBreadcrumbs } from './breadcrumbs.ts';
import { HeldLines, type HoldPool, type HoldSettings } from './held-lines.ts';
import { createJsonBudget } from './json-budget.ts';
import { defaultJsonLimits, type JsonLimits, type JsonObject } from './json-value.ts';
import { withLogAttributes } from './log-context.ts';
import type { LogAttributes, LogEntry, Logger, LogLevel, LogRecord } from './logger.ts';
import { requestScopeIn } from './request-scope.ts';
import { severities } from './severity.ts';
import { toJsonObject } from './to-json-value.ts';
import { toLogRecord, type RecordSettings } from './to-log-record.ts';

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly nowMs: () => number;
  readonly write: (record: LogRecord) => void;
  /** @default one without extra keys */
  readonly redactor?: Redactor;
  readonly limits?: JsonLimits;
  /** Given: the lines of a request below `level` are held, and written when the request fails. */
  readonly hold?: HoldSettings | undefined;
  /** Whether each request keeps its last lines, for the report of an error in it. */
  readonly keepBreadcrumbs?: boolean;
}

/** A logger that hands records of `level` and above to `write`, serialised, redacted, and with what the context says. */
export function createLogger({
  level,
  nowMs,
  write,
  redactor = createRedactor(),
  limits = defaultJsonLimits,
  hold,
  keepBreadcrumbs = false,
}: LoggerOptions): Logger {
  const settings: RecordSettings = { nowMs, redactor, limits };
  const pool: HoldPool | undefined = hold && { settings: hold, length: 0, deliver: write };
  const minimum = severities[level].number;

  const emit = (entry: LogEntry, bound: JsonObject | undefined): void => {
    try {
      const { number } = entry.severity ?? severities[entry.level];
      const isHeld = number < minimum;
      if (isHeld && pool === undefined) return;
      const context = activeContext.active();
      const request = requestScopeIn(context);
      if (isHeld) {
        if (pool === undefined || request === undefined || request.isOver()) return;
        const { record, length } = toLogRecord(entry, context, bound, settings);
        request.held ??= new HeldLines(pool);
        request.held.add(record, length);
        return;
      }
      if (request !== undefined) {
        if (number >= severities.error.number) request.errors += 1;
        else if (number >= severities.warn.number) request.warnings += 1;
      }
      const { record, length } = toLogRecord(entry, context, bound, settings);
      if (keepBreadcrumbs && request !== undefined && !request.isOver()) {
        request.breadcrumbs ??= createBreadcrumbs();
        request.breadcrumbs.add(record, length);
      }
      write(record);
    } catch {
      // A line that cannot be made must not take a request down.
    }
  };

  const bind = (attributes: LogAttributes): JsonObject =>
    toJsonObject(attributes, createJsonBudget(limits, redactor));

  const runWith = <T>(attributes: LogAttributes, fn: () => T): T =>
    activeContext.with(withLogAttributes(activeContext.active(), bind(attributes)), fn);

  const loggerWith = (bound: JsonObject | undefined): Logger => ({
    debug: (body, attributes) => emit({ level: 'debug', body, attributes }, bound),
    info: (body, attributes) => emit({ level: 'info', body, attributes }, bound),
    warn: (body, attributes) => emit({ level: 'warn', body, attributes }, bound),
    error: (body, attributes) => emit({ level: 'error', body, attributes }, bound),
    emit: (entry) => emit(entry, bound),
    with: (attributes) => loggerWith({ ...bound, ...bind(attributes) }),
    runWith,
  });
  return loggerWith(undefined);
}
