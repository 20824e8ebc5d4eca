import { describeLogGroups, describeLogStreams } from './describe.ts';
import { checkGroupName, checkStreamName, checkTags, checkUnreserved } from './name-rules.ts';
import { optionalInteger, optionalStringMap, requiredString, malformed, type Input } from './input.ts';
import { putLogEvents, type PutContext } from './put-log-events.ts';
import { filterLogEvents, getLogEvents } from './read-events.ts';
import { invalidParameter, ServiceError } from './service-error.ts';
import type { LogGroup, LogStore } from './log-store.ts';

const retentionDays: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/**
 * Does one operation of the API and gives its output; throws a `ServiceError`.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
export function runOperation(operation: string, input: Input, context: PutContext): object {
  const { store, nowMs } = context;
  switch (operation) {
    case 'PutLogEvents':
      return putLogEvents(input, context);
    case 'CreateLogGroup': {
      const name = requiredString(input, 'logGroupName');
      const tags = optionalStringMap(input, 'tags');
      checkGroupName(name);
      checkUnreserved(name);
      checkTags(tags);
      store.createGroup(name, tags, nowMs);
      return {};
    }
    case 'CreateLogStream': {
      const name = requiredString(input, 'logStreamName');
      checkStreamName(name);
      store.createStream(requiredString(input, 'logGroupName'), name, nowMs);
      return {};
    }
    case 'PutRetentionPolicy': {
      const days = optionalInteger(input, 'retentionInDays');
      if (days === undefined || !retentionDays.has(days)) {
        throw invalidParameter(
          `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...retentionDays].join(', ')}]`,
        );
      }
      store.group(requiredString(input, 'logGroupName')).retentionDays = days;
      return {};
    }
    case 'DeleteRetentionPolicy':
      delete store.group(requiredString(input, 'logGroupName')).retentionDays;
      return {};
    case 'DeleteLogGroup':
      store.deleteGroup(requiredString(input, 'logGroupName'));
      return {};
    case 'DeleteLogStream':
      store.deleteStream(requiredString(input, 'logGroupName'), requiredString(input, 'logStreamName'));
      return {};
    case 'TagResource':
      return tagResource(input, store);
    case 'ListTagsForResource':
      return { tags: Object.fromEntries(groupOfArn(input, store).tags) };
    case 'DescribeLogGroups':
      return describeLogGroups(input, store);
    case 'DescribeLogStreams':
      return describeLogStreams(input, store);
    case 'GetLogEvents':
      return getLogEvents(input, store);
    case 'FilterLogEvents':
      return filterLogEvents(input, store);
    default:
      throw new ServiceError('UnknownOperationException', `the stand-in has no ${operation}`);
  }
}

function tagResource(input: Input, store: LogStore): object {
  const group = groupOfArn(input, store);
  if (input['tags'] === undefined) throw malformed('tags', 'a map');
  const tags = new Map([...group.tags, ...optionalStringMap(input, 'tags')]);
  checkTags(tags);
  for (const [key, value] of tags) group.tags.set(key, value);
  return {};
}

function groupOfArn(input: Input, store: LogStore): LogGroup {
  const arn = requiredString(input, 'resourceArn');
  const name = /^arn:aws[\w-]*:logs:[^:]*:\d{12}:log-group:([^:]+)$/.exec(arn)?.[1];
  if (name === undefined) throw invalidParameter(`'${arn}' is not the ARN of a log group`);
  return store.group(name);
}
