import type { LogRecord } from './logger.ts';

/** One JSON line: the record's own fields on top level, attributes beside them. */
export function toJsonLine(
  { timeMs, level, body, traceId, spanId, attributes }: LogRecord,
  serviceName: string,
): string {
  const time = new Date(timeMs).toISOString();
  return `${JSON.stringify({ ...attributes, time, level, service: serviceName, message: body, traceId, spanId })}\n`;
}

/** One line for a person at a terminal; control characters are shown, not obeyed. */
export function toPrettyLine({ timeMs, level, body, traceId, attributes }: LogRecord): string {
  const time = new Date(timeMs).toISOString().slice(11, 23);
  const details = Object.entries(attributes).map(
    ([key, value]) => `${printable(key)}=${printable(String(value))}`,
  );
  const trace = traceId === undefined ? [] : [`trace=${traceId}`];
  return `${[time, level.toUpperCase().padEnd(5), printable(body), ...details, ...trace].join(' ')}\n`;
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
