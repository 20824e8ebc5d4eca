import { optionalBoolean, optionalInteger, optionalString, requiredString, type Input } from './input.ts';
import type { StoredEvent } from './event-shelf.ts';
import { createMessageFilter } from './message-filter.ts';
import type { LogStore } from './log-store.ts';
import { invalidParameter } from './service-error.ts';

const maxPageEvents = 10_000;
const maxPageBytes = 1_048_576;

/** One page of a stream, by time. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export function getLogEvents(input: Input, store: LogStore): object {
  const stream = store.stream(groupNameOf(input), requiredString(input, 'logStreamName'));
  const startMs = optionalInteger(input, 'startTime') ?? 0;
  const endMs = optionalInteger(input, 'endTime') ?? Infinity;
  const limit = limitOf(input);
  const token = optionalString(input, 'nextToken');
  const events = stream.events
    .toArray()
    .filter(({ timestampMs }) => timestampMs >= startMs && timestampMs < endMs)
    .toSorted(byTime);
  const isForward =
    token === undefined ? (optionalBoolean(input, 'startFromHead') ?? false) : token.startsWith('f/');
  const cursor = token === undefined ? undefined : parseCursor(token);
  const page = isForward ? pageAfter(events, cursor, limit) : pageBefore(events, cursor, limit);
  const first = page[0] ?? cursor ?? lowest;
  const last = page.at(-1) ?? cursor ?? lowest;
  return {
    events: page.map(({ timestampMs, message, ingestedAtMs }) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedAtMs,
    })),
    nextForwardToken: `f/${toCursorText(last)}`,
    nextBackwardToken: `b/${toCursorText(first)}`,
  };
}

/** One page of several streams, by time. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function filterLogEvents(input: Input, store: LogStore): object {
  const { streams } = store.group(groupNameOf(input));
  const startMs = optionalInteger(input, 'startTime') ?? 0;
  const endMs = optionalInteger(input, 'endTime') ?? Infinity;
  const matches = createMessageFilter(optionalString(input, 'filterPattern') ?? '');
  const isWanted = createStreamFilter(input);
  const token = optionalString(input, 'nextToken');
  const events = [...streams.values()]
    .filter(({ name }) => isWanted(name))
    .flatMap((stream) => stream.events.toArray().map((event) => ({ ...event, streamName: stream.name })))
    .filter(({ timestampMs, message }) => timestampMs >= startMs && timestampMs <= endMs && matches(message))
    .toSorted(byTime);
  const page = pageAfter(events, token === undefined ? undefined : parseCursor(token), limitOf(input));
  const last = page.at(-1);
  const isMore = last !== undefined && last !== events.at(-1);
  return {
    events: page.map(({ timestampMs, message, ingestedAtMs, sequence, streamName }) => ({
      logStreamName: streamName,
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedAtMs,
      eventId: String(sequence).padStart(56, '0'),
    })),
    searchedLogStreams: [],
    ...(isMore ? { nextToken: `f/${toCursorText(last)}` } : {}),
  };
}

interface Cursor {
  readonly timestampMs: number;
  readonly sequence: number;
}

const lowest: Cursor = { timestampMs: 0, sequence: -1 };

function byTime(left: Cursor, right: Cursor): number {
  return left.timestampMs - right.timestampMs || left.sequence - right.sequence;
}

function pageAfter<T extends StoredEvent>(
  events: readonly T[],
  cursor: Cursor | undefined,
  limit: number,
): readonly T[] {
  const from = cursor === undefined ? 0 : events.findIndex((event) => byTime(event, cursor) > 0);
  return from === -1 ? [] : fit(events.slice(from, from + limit));
}

function pageBefore<T extends StoredEvent>(
  events: readonly T[],
  cursor: Cursor | undefined,
  limit: number,
): readonly T[] {
  const end =
    cursor === undefined ? events.length : events.findLastIndex((event) => byTime(event, cursor) < 0) + 1;
  return fit(events.slice(Math.max(0, end - limit), end).toReversed()).toReversed();
}

/** As many as an answer has room for, and one at least. */
function fit<T extends StoredEvent>(events: readonly T[]): readonly T[] {
  let byteLength = 0;
  const tooMuch = events.findIndex(({ message }) => {
    byteLength += Buffer.byteLength(message, 'utf8');
    return byteLength > maxPageBytes;
  });
  return tooMuch === -1 ? events : events.slice(0, Math.max(1, tooMuch));
}

function toCursorText({ timestampMs, sequence }: Cursor): string {
  return `${timestampMs}/${sequence}`;
}

function parseCursor(token: string): Cursor {
  const match = /^[fb]\/(\d+)\/(-?\d+)$/.exec(token);
  if (match === null) throw invalidParameter('The specified nextToken is invalid.');
  return { timestampMs: Number(match[1]), sequence: Number(match[2]) };
}

function limitOf(input: Input): number {
  const limit = optionalInteger(input, 'limit') ?? maxPageEvents;
  if (limit < 1 || limit > maxPageEvents) throw invalidParameter(`limit is not from 1 to ${maxPageEvents}`);
  return limit;
}

/** By name, or by ARN as `logGroupIdentifier` has it. */
function groupNameOf(input: Input): string {
  const identifier = optionalString(input, 'logGroupIdentifier');
  if (identifier === undefined) return requiredString(input, 'logGroupName');
  return identifier.startsWith('arn:') ? (identifier.split(':')[6] ?? '') : identifier;
}

function createStreamFilter(input: Input): (name: string) => boolean {
  const names = input['logStreamNames'];
  const prefix = optionalString(input, 'logStreamNamePrefix');
  if (Array.isArray(names) && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix exclude each other');
  }
  if (Array.isArray(names)) return (name) => names.includes(name);
  return (name) => name.startsWith(prefix ?? '');
}
