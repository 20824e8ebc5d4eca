import { toServiceName, type AttributeValue, type Attributes, type LogRecord } from '@cruddur/trace-model';
import type { LoggedError, LogLevel, LogLine } from '../api/log-types.ts';
import { isTime } from './is-time.ts';

/** What becomes facts of the line; everything else is an attribute. */
const ownKeys = new Set([
  'event.name',
  'event_id',
  'exception.type',
  'exception.message',
  'exception.stacktrace',
]);

/** A log record that came by OTLP as a line. `toId` names it, for records have no id. */
export function toLogLine(record: LogRecord, toId: () => string): LogLine {
  const { attributes, body, eventName, traceId, spanId } = record;
  const level = toLevel(record);
  const error = toLoggedError(attributes);
  const event = eventName === '' ? toText(attributes['event.name']) : eventName;
  return {
    id: toText(attributes['event_id']) || toId(),
    timeMs: toTimeMs(record),
    ...(level === undefined ? {} : { level }),
    message: toMessage(body) || error?.message || event,
    service: toServiceName(record),
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
    isRequest: event === 'cruddur.request',
    isStructured: true,
    attributes: {
      ...(event === '' ? {} : { 'event.name': event }),
      ...Object.fromEntries(Object.entries(attributes).filter(([key]) => !ownKeys.has(key))),
    },
    ...(error === undefined ? {} : { error }),
    group: '',
    stream: '',
  };
}

/** A sender that does not know when it happened says when it was seen. */
function toTimeMs({ timeUnixNano, observedTimeUnixNano }: LogRecord): number {
  const nanos = timeUnixNano === 0n ? observedTimeUnixNano : timeUnixNano;
  const timeMs = Number(nanos / 1_000n) / 1_000;
  return isTime(timeMs) ? timeMs : 0;
}

/** OpenTelemetry logs data model, "SeverityNumber". */
function toLevel({ severityNumber, severityText }: LogRecord): LogLevel | undefined {
  if (severityNumber >= 17) return 'error';
  if (severityNumber >= 13) return 'warn';
  if (severityNumber >= 9) return 'info';
  if (severityNumber >= 1) return 'debug';
  const text = severityText.toLowerCase();
  return (['debug', 'info', 'warn', 'error'] as const).find((level) => text.startsWith(level));
}

function toLoggedError(attributes: Attributes): LoggedError | undefined {
  const type = toText(attributes['exception.type']);
  const message = toText(attributes['exception.message']);
  const stack = toText(attributes['exception.stacktrace']);
  if (type === '' && message === '') return undefined;
  return { type: type || 'Error', message, ...(stack === '' ? {} : { stack }), fields: {} };
}

function toMessage(body: AttributeValue): string {
  if (body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
