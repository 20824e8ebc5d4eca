import { trace, type Context } from '@opentelemetry/api';
import type { Redactor } from '../redaction/redactor.ts';
import { createJsonBudget, toBoundedText, type JsonBudget } from './json-budget.ts';
import type { JsonLimits, JsonObject } from './json-value.ts';
import { logAttributesIn } from './log-context.ts';
import type { LogAttributes, LogEntry, LogRecord } from './logger.ts';
import { requestScopeIn } from './request-scope.ts';
import { severities } from './severity.ts';
import { toJsonObject } from './to-json-value.ts';
import { isError, toLogError, toMessage } from './to-log-error.ts';

export interface RecordSettings {
  readonly nowMs: () => number;
  readonly redactor: Redactor;
  readonly limits: JsonLimits;
}

export interface SizedRecord {
  readonly record: LogRecord;
  /** UTF-16 code units, about. */
  readonly length: number;
}

/**
 * Makes the record of an entry: serialised, redacted, with the ids of the context's span and what its surroundings say.
 * `bound` are attributes that are JSON already.
 */
export function toLogRecord(
  { level, body, parts, attributes, error, timeMs, severity = severities[level] }: LogEntry,
  context: Context,
  bound: JsonObject | undefined,
  settings: RecordSettings,
): SizedRecord {
  const budget = createJsonBudget(settings.limits, settings.redactor);
  const own = takeError(attributes, body, error);
  const span = trace.getSpanContext(context);
  const route = requestScopeIn(context)?.route();
  // In the order of their worth, as they share the budget.
  const text = parts === undefined ? toMessage(body ?? own.error, budget) : joinParts(parts, budget);
  const structured = own.error === undefined ? undefined : { error: toLogError(own.error, budget) };
  const record: LogRecord = {
    timeMs: timeMs ?? settings.nowMs(),
    level,
    severityNumber: severity.number,
    severityText: severity.text,
    body: text,
    attributes: {
      ...(route === undefined ? undefined : { 'http.route': route }),
      ...logAttributesIn(context),
      ...bound,
      ...(own.attributes === undefined ? undefined : toJsonObject(own.attributes, budget)),
    },
    ...(span === undefined
      ? undefined
      : { traceId: span.traceId, spanId: span.spanId, traceFlags: span.traceFlags }),
    ...structured,
  };
  return { record, length: settings.limits.maxTotalLength - budget.left };
}

interface OwnParts {
  readonly attributes: LogAttributes | undefined;
  readonly error: unknown;
}

/** The error of an entry, wherever it was put; what JavaScript callers hand in as the body may be one too. */
function takeError(attributes: LogAttributes | undefined, body: unknown, error: unknown): OwnParts {
  if (error !== undefined) return { attributes, error };
  if (isError(body)) return { attributes, error: body };
  if (typeof attributes !== 'object' || attributes === null)
    return { attributes: undefined, error: undefined };
  if (isError(attributes)) return { attributes: undefined, error: attributes };
  try {
    if (!isError(attributes['error'])) return { attributes, error: undefined };
    const { error: found, ...rest } = attributes;
    return { attributes: rest, error: found };
  } catch {
    return { attributes, error: undefined };
  }
}

/** Redacted as a whole: a template may be `password={value}`. What the values spend is not the record's but a text's. */
function joinParts(parts: readonly unknown[], budget: JsonBudget): string {
  const { limits, redactor } = budget;
  const ofParts = createJsonBudget({ ...limits, maxTotalLength: limits.maxTextLength }, redactor);
  const shown = parts
    .slice(0, limits.maxEntries)
    .map((part) => (typeof part === 'string' ? part : toMessage(part, ofParts)));
  return toBoundedText(shown.join(''), budget);
}
