import { toJsonLine } from '../log/format-record.ts';
import type { LogRecord } from '../log/logger.ts';
import { utf8Length } from '../xray/segment/byte-length.ts';
import { shrinkMessage } from './shrink-message.ts';

export interface SizedMessage {
  readonly message: string;
  /** UTF-8. */
  readonly messageBytes: number;
}

/** A record as the message of an event: its JSON line with the `event_id`, in at most `maxBytes`. */
export function toLogMessage(
  record: LogRecord,
  serviceName: string,
  eventId: string,
  maxBytes: number,
): SizedMessage {
  // The line ends in `}` and a line feed, and is never empty: the id is one more field of it.
  const line = toJsonLine(withoutEventId(record), serviceName);
  const message = `${line.slice(0, -2)},"event_id":"${eventId}"}`;
  const messageBytes = utf8Length(message);
  if (messageBytes <= maxBytes) return { message, messageBytes };
  const shrunk = shrinkMessage(JSON.parse(message), maxBytes);
  return { message: shrunk, messageBytes: utf8Length(shrunk) };
}

/** No attribute may pose as the event's id: JSON with the same key twice means whatever its reader likes. */
function withoutEventId(record: LogRecord): LogRecord {
  if (!('event_id' in record.attributes)) return record;
  const { event_id: _, ...attributes } = record.attributes;
  return { ...record, attributes };
}
