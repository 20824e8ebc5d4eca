import { toXRayTraceId } from '../propagation/xray-header.ts';
import type { JsonValue } from './json-value.ts';
import type { LogError, LogRecord } from './logger.ts';

/**
 * One JSON line: the record's own fields on top level, attributes beside them. `traceId` and `severityText` are spelled
 * as CloudWatch indexes them by default; `xray_trace_id` is there for those who search for X-Ray's form of the id.
 */
export function toJsonLine(record: LogRecord, serviceName: string): string {
  // The sinks are given a record one after the other.
  if (record !== last?.record || serviceName !== last.serviceName)
    last = { record, serviceName, line: makeJsonLine(record, serviceName) };
  return last.line;
}

/** Records are not changed once they are made, and a line is never long. */
let last: { readonly record: LogRecord; readonly serviceName: string; readonly line: string } | undefined;

function makeJsonLine(record: LogRecord, serviceName: string): string {
  const { timeMs, level, severityText, body, traceId, spanId, attributes, error } = record;
  const own = {
    time: toIsoTime(timeMs),
    level,
    severityText,
    service: serviceName,
    message: body,
    traceId,
    spanId,
    xray_trace_id: traceId === undefined ? undefined : toXRayTraceId(traceId),
    ...(error === undefined ? undefined : { error }),
  };
  // First, to be seen first; last, so that no attribute can pose as one of them.
  return `${JSON.stringify({ ...own, ...attributes, ...own })}\n`;
}

/** One line for a person at a terminal; control characters are shown, not obeyed. The stack of an error follows it. */
export function toPrettyLine({ timeMs, severityText, body, traceId, attributes, error }: LogRecord): string {
  const time = toIsoTime(timeMs).slice(11, 23);
  const details = Object.entries(attributes).map(([key, value]) => `${printable(key)}=${show(value)}`);
  const trace = traceId === undefined ? [] : [`trace=${traceId}`];
  const line = [time, severityText.padEnd(5), printable(body), ...details, ...trace].join(' ');
  return `${line}${error === undefined ? '' : `\n    ${showError(error)}`}\n`;
}

/** Lines come many in a millisecond, and a date is dear to print. */
let lastTime = { timeMs: 0, text: new Date(0).toISOString() };

function toIsoTime(timeMs: number): string {
  if (timeMs !== lastTime.timeMs) lastTime = { timeMs, text: printTime(timeMs) };
  return lastTime.text;
}

/** A front end may hand in any time. */
function printTime(timeMs: number): string {
  return (Math.abs(timeMs) <= maxTimeMs ? new Date(timeMs) : new Date(0)).toISOString();
}

/** ECMA-262, "Time Values and Time Range". */
const maxTimeMs = 8.64e15;

function show(value: JsonValue): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The stack, which begins with type and message, then whatever fields the error has of its own, then the causes. */
function showError({ type, message, stack, cause, ...fields }: LogError): string {
  const text = typeof stack === 'string' ? printable(stack) : printable(`${type}: ${message}`);
  const details = Object.entries(fields).map(([key, value]) => ` ${printable(key)}=${show(value)}`);
  const own = `${text}${details.length === 0 ? '' : `\n     ${details.join('')}`}`;
  if (cause === undefined) return own;
  return `${own}\n    caused by ${isLogError(cause) ? showError(cause) : show(cause)}`;
}

function isLogError(value: JsonValue): value is LogError {
  return typeof value === 'object' && value !== null && 'type' in value && 'message' in value;
}

/** Only what the logger writes begins a line: the further lines of a stack trace are indented. */
function printable(text: string): string {
  return text
    .replace(/\r?\n/g, '\n    ')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}
