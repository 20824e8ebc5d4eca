import { parseTraceId, type Attributes, type AttributeValue } from '@cruddur/trace-model';
import { logLevels, type LoggedError, type LogLevel, type LogLine } from '../api/log-types.ts';
import { measureDocument } from '../store/document-size.ts';
import { isAttributes } from './is-attributes.ts';
import { isTime } from './is-time.ts';
import { findTraceId } from './find-trace-id.ts';

/** Where a message came from, and when by the sender's clock. */
export interface LogEventSource {
  readonly group: string;
  readonly stream: string;
  readonly timestampMs: number;
}

/** No logger writes objects so deep, and JSON that is deeper by far cannot be written again. */
const maxDepth = 100;

const levelsOf: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  notice: 'info',
  warning: 'warn',
  err: 'error',
  fatal: 'error',
  critical: 'error',
};

/** What becomes facts of the line; everything else is an attribute. */
const ownKeys = new Set([
  'time',
  'timestamp',
  'level',
  'severity',
  'severityText',
  'severityNumber',
  'service',
  'message',
  'msg',
  'body',
  'traceId',
  'trace_id',
  'spanId',
  'span_id',
  'xray_trace_id',
  'event_id',
  'original_ts',
  'error',
]);

/**
 * Reads one line as our loggers write it (`toJsonLine` in packages/telemetry) and, with less luck, as others do. What is
 * no JSON object is a line too, with nothing but its text. `toId` names a line that has no `event_id`.
 */
export function parseLogLine(text: string, source: LogEventSource, toId: () => string): LogLine {
  const fields = parseFields(text);
  const { group, stream } = source;
  if (fields === undefined) {
    return {
      id: toId(),
      timeMs: source.timestampMs,
      message: text,
      service: '',
      ...toOptional('traceId', findTraceId(text)),
      isRequest: false,
      isStructured: false,
      attributes: {},
      group,
      stream,
    };
  }
  const error = toLoggedError(fields['error']);
  const rest = Object.entries(fields).filter(([key]) => !ownKeys.has(key));
  return {
    id: firstText(fields, 'event_id') ?? toId(),
    timeMs: toTimeMs(fields, source),
    ...toOptional('level', toLevel(fields)),
    message: firstText(fields, 'message', 'msg', 'body') ?? '',
    service: firstText(fields, 'service', 'service.name') ?? '',
    ...toOptional('traceId', toTraceId(fields)),
    ...toOptional('spanId', toSpanId(fields)),
    isRequest: fields['event.name'] === 'cruddur.request',
    isStructured: true,
    attributes: Object.fromEntries(
      error === undefined && fields['error'] !== undefined ? [...rest, ['error', fields['error']]] : rest,
    ),
    ...toOptional('error', error),
    group,
    stream,
  };
}

function parseFields(text: string): Attributes | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!isAttributes(value) || measureDocument(value).depth > maxDepth) return undefined;
    return value;
  } catch {
    return undefined;
  }
}

/** A sender that corrects its clock for CloudWatch says what it was: the spans are by that clock too. */
function toTimeMs(fields: Attributes, { timestampMs }: LogEventSource): number {
  const original = fields['original_ts'];
  return isTime(original) ? original : timestampMs;
}

function toLevel(fields: Attributes): LogLevel | undefined {
  const text = firstText(fields, 'level', 'severityText', 'severity')?.toLowerCase() ?? '';
  return (
    logLevels.find((level) => level === text) ?? (Object.hasOwn(levelsOf, text) ? levelsOf[text] : undefined)
  );
}

function toTraceId(fields: Attributes): string | undefined {
  const parsed = parseTraceId(firstText(fields, 'traceId', 'trace_id', 'xray_trace_id') ?? '');
  return parsed.ok ? parsed.traceId : undefined;
}

function toSpanId(fields: Attributes): string | undefined {
  const text = firstText(fields, 'spanId', 'span_id')?.toLowerCase() ?? '';
  return /^[\da-f]{16}$/.test(text) ? text : undefined;
}

function toLoggedError(value: AttributeValue | undefined): LoggedError | undefined {
  if (!isAttributes(value)) return undefined;
  const { type, name, message, stack, cause, ...fields } = value;
  const errorType = typeof type === 'string' ? type : name;
  if (typeof errorType !== 'string' && typeof message !== 'string') return undefined;
  const causeError = toLoggedError(cause);
  return {
    type: typeof errorType === 'string' ? errorType : 'Error',
    message: typeof message === 'string' ? message : '',
    ...(typeof stack === 'string' ? { stack } : {}),
    fields: cause === undefined || causeError !== undefined ? fields : { ...fields, cause },
    ...toOptional('cause', causeError),
  };
}

function firstText(fields: Attributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function toOptional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  // safe: one member of that name and type, or none
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}
