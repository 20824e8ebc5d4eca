import { eventByteLength } from './event-size.ts';
import { isRecord } from '../is-record.ts';
import { malformed, missing } from './input.ts';
import { invalidParameter } from './service-error.ts';

const maxBatchBytes = 1_048_576;
const maxBatchEvents = 10_000;

export interface InputEvent {
  readonly timestampMs: number;
  readonly message: string;
}

/** Checks all limits of a batch but those that concern ages. Throws a `ServiceError`. */
export function checkBatch(
  value: unknown,
  { maxEventBytes, poison }: { readonly maxEventBytes: number; readonly poison: string | undefined },
): readonly InputEvent[] {
  if (value === undefined || value === null) throw missing('logEvents');
  if (!Array.isArray(value)) throw malformed('logEvents', 'a list');
  if (value.length === 0) throw violation('logEvents', 'Member must have length greater than or equal to 1');
  if (value.length > maxBatchEvents) {
    throw violation('logEvents', `Member must have length less than or equal to ${maxBatchEvents}`);
  }
  const events = value.map(checkEvent);
  let byteLength = 0;
  let previousMs = 0;
  for (const { message, timestampMs } of events) {
    const eventBytes = eventByteLength(message);
    if (eventBytes > maxEventBytes) {
      throw invalidParameter(`Log event too large: ${eventBytes} bytes exceeds limit of ${maxEventBytes}`);
    }
    byteLength += eventBytes;
    if (timestampMs < previousMs) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previousMs = timestampMs;
    if (poison !== undefined && message.includes(poison)) throw invalidParameter('Log event is not valid.');
  }
  if (byteLength > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${byteLength} bytes exceeds limit of ${maxBatchBytes}`);
  }
  return events;
}

function checkEvent(value: unknown, index: number): InputEvent {
  const member = `logEvents.${index + 1}.member`;
  if (!isRecord(value)) throw malformed(member, 'a structure');
  const { timestamp, message } = value;
  if (timestamp === undefined || timestamp === null) throw missing(`${member}.timestamp`);
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp)) {
    throw malformed(`${member}.timestamp`, 'a long');
  }
  if (timestamp < 0)
    throw violation(`${member}.timestamp`, 'Member must have value greater than or equal to 0');
  if (message === undefined || message === null) throw missing(`${member}.message`);
  if (typeof message !== 'string') throw malformed(`${member}.message`, 'a string');
  if (message === '')
    throw violation(`${member}.message`, 'Member must have length greater than or equal to 1');
  return { timestampMs: timestamp, message };
}

function violation(member: string, constraint: string): Error {
  return invalidParameter(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
