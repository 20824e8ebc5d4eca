import type { LogError, LogRecord } from '../../log/logger.ts';
import type { JsonValue } from '../../log/json-value.ts';
import type { ProtobufWriter } from '../protobuf-writer.ts';
import { encodeJsonValue, encodeKeyValues } from './encode-json-value.ts';

// opentelemetry.proto.logs.v1.LogRecord, (field << 3) | wire type
const timeTag = 0x09;
const severityNumberTag = 0x10;
const severityTextTag = 0x1a;
const bodyTag = 0x2a;
const attributesTag = 0x32;
const flagsTag = 0x45;
const traceIdTag = 0x4a;
const spanIdTag = 0x52;
const observedTimeTag = 0x59;
const eventNameTag = 0x62;

/** What fixed64 nanoseconds can say. */
const maxTimeMs = 1.8e13;

/**
 * Writes the fields of one LogRecord message (opentelemetry-proto 1.x), without tag and length. The error of a record
 * becomes `exception.*` attributes (semantic conventions, "Exceptions in logs"), and `cruddur.error` what else it says.
 */
export function encodeLogRecord(writer: ProtobufWriter, record: LogRecord): void {
  const { timeMs, severityNumber, severityText, body, attributes, error, traceId, spanId } = record;
  if (timeMs > 0 && timeMs <= maxTimeMs) encodeTime(writer, timeTag, timeMs);
  writer.tag(severityNumberTag);
  writer.varint(severityNumber);
  if (severityText !== '') {
    writer.tag(severityTextTag);
    writer.string(severityText);
  }
  writer.tag(bodyTag);
  encodeJsonValue(writer, body);
  encodeKeyValues(
    writer,
    attributesTag,
    error === undefined ? attributes : { ...attributes, ...exceptionOf(error) },
  );
  if (record.traceFlags !== undefined) {
    writer.tag(flagsTag);
    writer.fixed32(record.traceFlags & 0xff);
  }
  if (traceId !== undefined) {
    writer.tag(traceIdTag);
    writer.hex(traceId);
  }
  if (spanId !== undefined) {
    writer.tag(spanIdTag);
    writer.hex(spanId);
  }
  if (timeMs > 0 && timeMs <= maxTimeMs) encodeTime(writer, observedTimeTag, timeMs);
  const eventName = attributes['event.name'];
  // Besides the attribute, for receivers older than the field.
  if (typeof eventName === 'string') {
    writer.tag(eventNameTag);
    writer.string(eventName);
  }
}

function encodeTime(writer: ProtobufWriter, tag: number, timeMs: number): void {
  const seconds = Math.floor(timeMs / 1000);
  writer.tag(tag);
  writer.nanoseconds(seconds, Math.floor((timeMs - seconds * 1000) * 1e6));
}

function exceptionOf({ type, message, stack, cause, ...rest }: LogError): Record<string, JsonValue> {
  const exception: Record<string, JsonValue> = { 'exception.type': type, 'exception.message': message };
  const stacktrace = [...stacksOf(stack, cause)].join('\n[cause]: ');
  if (stacktrace !== '') exception['exception.stacktrace'] = stacktrace;
  if (Object.keys(rest).length > 0) exception['cruddur.error'] = rest;
  return exception;
}

/** The stack of an error, then those of its causes, as Node shows them. A cause without one is shown by what it says. */
function* stacksOf(stack: JsonValue | undefined, cause: JsonValue | undefined): Generator<string> {
  if (typeof stack === 'string') yield stack;
  if (cause === undefined) return;
  if (typeof cause === 'object' && cause !== null && 'stack' in cause)
    yield* stacksOf(cause['stack'], cause['cause']);
  else yield typeof cause === 'string' ? cause : JSON.stringify(cause);
}
