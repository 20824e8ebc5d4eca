import { optionalBoolean, optionalInteger, optionalString, requiredString, type Input } from './input.ts';
import type { LogGroup, LogStore, LogStream } from './log-store.ts';
import { eventByteLength } from './event-size.ts';
import { invalidParameter } from './service-error.ts';

const maxPageSize = 50;
const accountId = '000000000000';
const region = 'us-east-1';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function describeLogGroups(input: Input, store: LogStore): object {
  const prefix = optionalString(input, 'logGroupNamePrefix') ?? '';
  const pattern = optionalString(input, 'logGroupNamePattern') ?? '';
  const groups = [...store.groups.values()]
    .filter(({ name }) => name.startsWith(prefix) && name.includes(pattern))
    .toSorted((left, right) => compareText(left.name, right.name));
  const { page, nextToken } = toPage(groups, ({ name }) => name, input);
  return { logGroups: page.map(toGroupDescription), ...nextToken };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export function describeLogStreams(input: Input, store: LogStore): object {
  const group = store.group(requiredString(input, 'logGroupName'));
  const prefix = optionalString(input, 'logStreamNamePrefix');
  const order = optionalString(input, 'orderBy') ?? 'LogStreamName';
  if (order !== 'LogStreamName' && order !== 'LastEventTime')
    throw invalidParameter(`orderBy '${order}' is unknown`);
  if (order === 'LastEventTime' && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix ?? ''))
    .toSorted((left, right) =>
      order === 'LogStreamName' ? compareText(left.name, right.name) : lastEventMs(left) - lastEventMs(right),
    );
  if (optionalBoolean(input, 'descending') === true) streams.reverse();
  const { page, nextToken } = toPage(streams, ({ name }) => name, input);
  return { logStreams: page.map((stream) => toStreamDescription(group, stream)), ...nextToken };
}

function toGroupDescription(group: LogGroup): object {
  const { name, createdAtMs, retentionDays, streams } = group;
  const byteLengths = streams
    .values()
    .flatMap(({ events }) => events.toArray().map(({ message }) => eventByteLength(message)));
  return {
    logGroupName: name,
    creationTime: createdAtMs,
    ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
    metricFilterCount: 0,
    arn: `${groupArn(name)}:*`,
    logGroupArn: groupArn(name),
    logGroupClass: 'STANDARD',
    storedBytes: byteLengths.reduce((sum, byteLength) => sum + byteLength, 0),
  };
}

function toStreamDescription(group: LogGroup, stream: LogStream): object {
  const { name, createdAtMs, events, lastIngestedAtMs } = stream;
  const times = events.toArray().map(({ timestampMs }) => timestampMs);
  return {
    logStreamName: name,
    creationTime: createdAtMs,
    arn: `${groupArn(group.name)}:log-stream:${name}`,
    storedBytes: 0,
    ...(lastIngestedAtMs === undefined ? {} : { lastIngestionTime: lastIngestedAtMs }),
    ...(times.length === 0
      ? {}
      : {
          firstEventTimestamp: times.reduce((left, right) => Math.min(left, right)),
          lastEventTimestamp: lastEventMs(stream),
        }),
  };
}

function groupArn(name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

function lastEventMs({ events }: LogStream): number {
  return events.toArray().reduce((latest, { timestampMs }) => Math.max(latest, timestampMs), 0);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The token is the name of the last one that was given. */
function toPage<T>(
  all: readonly T[],
  nameOf: (item: T) => string,
  input: Input,
): { readonly page: readonly T[]; readonly nextToken: { readonly nextToken?: string } } {
  const limit = optionalInteger(input, 'limit') ?? maxPageSize;
  if (limit < 1 || limit > maxPageSize) throw invalidParameter(`limit is not from 1 to ${maxPageSize}`);
  const token = optionalString(input, 'nextToken');
  const from = token === undefined ? 0 : all.findIndex((item) => nameOf(item) === token) + 1;
  if (token !== undefined && from === 0) throw invalidParameter('The specified nextToken is invalid.');
  const page = all.slice(from, from + limit);
  const last = page.at(-1);
  const isMore = from + limit < all.length;
  return { page, nextToken: last === undefined || !isMore ? {} : { nextToken: nameOf(last) } };
}
