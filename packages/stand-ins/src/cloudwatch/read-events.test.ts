import { describe, expect, it } from 'vitest';
import { callLogs, makeStream } from '../testing/call-logs.ts';
import { createCloudWatchLogs, type CloudWatchLogsStandIn } from './create-cloudwatch-logs.ts';
import { createMessageFilter } from './message-filter.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const stream = { logGroupName: 'g', logStreamName: 's' };

async function createFilledLogs(): Promise<CloudWatchLogsStandIn> {
  const logs = createCloudWatchLogs({ nowMs: () => nowMs });
  await makeStream(logs);
  await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName: 't' });
  const put = (logStreamName: string, offsets: readonly number[]): Promise<unknown> =>
    callLogs(logs, 'PutLogEvents', {
      logGroupName: 'g',
      logStreamName,
      logEvents: offsets.map((offset) => ({
        timestamp: nowMs + offset,
        message: `${logStreamName}${offset}`,
      })),
    });
  await put('s', [3, 4]);
  await put('s', [1, 2, 2]);
  await put('t', [0, 5]);
  return logs;
}

const messagesOf = (body: Readonly<Record<string, unknown>>): readonly string[] =>
  // safe: what the stand-in answers
  (body['events'] as readonly { message: string }[]).map(({ message }) => message);

async function readPages(
  logs: CloudWatchLogsStandIn,
  input: object,
  token: string,
): Promise<readonly string[][]> {
  const pages: string[][] = [];
  for (let nextToken: unknown, last: unknown; pages.length < 10; last = nextToken) {
    const { body } = await callLogs(logs, 'GetLogEvents', { ...stream, ...input, nextToken });
    nextToken = body[token];
    if (nextToken === last) break;
    pages.push([...messagesOf(body)]);
  }
  return pages;
}

describe('a stream', () => {
  it('is read forwards by time, page by page', async () => {
    const pages = await readPages(
      await createFilledLogs(),
      { startFromHead: true, limit: 2 },
      'nextForwardToken',
    );
    expect(pages).toEqual([['s1', 's2'], ['s2', 's3'], ['s4']]);
  });

  it('is read backwards, the latest page first', async () => {
    const pages = await readPages(await createFilledLogs(), { limit: 2 }, 'nextBackwardToken');
    expect(pages).toEqual([['s3', 's4'], ['s2', 's2'], ['s1']]);
  });

  it('is read from a time to just before another', async () => {
    const logs = await createFilledLogs();
    const { body } = await callLogs(logs, 'GetLogEvents', {
      ...stream,
      startTime: nowMs + 2,
      endTime: nowMs + 4,
      startFromHead: true,
    });
    expect(messagesOf(body)).toEqual(['s2', 's2', 's3']);
  });

  it('fills no page beyond a megabyte', async () => {
    const logs = createCloudWatchLogs({ nowMs: () => nowMs });
    await makeStream(logs);
    for (const name of ['a', 'b']) {
      await callLogs(logs, 'PutLogEvents', {
        ...stream,
        logEvents: [{ timestamp: nowMs, message: name.repeat(600_000) }],
      });
    }
    const pages = await readPages(logs, { startFromHead: true }, 'nextForwardToken');
    expect(pages.map((page) => page.map((message) => message[0]))).toEqual([['a'], ['b']]);
  });

  it.each([
    ['limit', { limit: 10_001 }],
    ['limit', { limit: 0 }],
    ['nextToken', { nextToken: 'x' }],
  ])('is not read with a wrong %s', async (_, input) => {
    const { body } = await callLogs(await createFilledLogs(), 'GetLogEvents', { ...stream, ...input });
    expect(body['__type']).toBe('InvalidParameterException');
  });
});

describe('a group', () => {
  it('is read over its streams, page by page', async () => {
    const logs = await createFilledLogs();
    const first = await callLogs(logs, 'FilterLogEvents', { logGroupName: 'g', limit: 5 });
    expect(messagesOf(first.body)).toEqual(['t0', 's1', 's2', 's2', 's3']);
    const second = await callLogs(logs, 'FilterLogEvents', {
      logGroupName: 'g',
      nextToken: first.body['nextToken'],
    });
    expect(messagesOf(second.body)).toEqual(['s4', 't5']);
    expect(second.body).not.toHaveProperty('nextToken');
  });

  it.each([
    ['streams by name', { logStreamNames: ['t'] }, ['t0', 't5']],
    ['streams by prefix', { logStreamNamePrefix: 't' }, ['t0', 't5']],
    ['times, both ends included', { startTime: nowMs + 3, endTime: nowMs + 5 }, ['s3', 's4', 't5']],
    ['a term', { filterPattern: 's2' }, ['s2', 's2']],
  ])('is narrowed to %s', async (_, input, messages) => {
    const { body } = await callLogs(await createFilledLogs(), 'FilterLogEvents', {
      logGroupName: 'g',
      ...input,
    });
    expect(messagesOf(body)).toEqual(messages);
  });
});

describe('a filter pattern', () => {
  it.each([
    ['', 'anything', true],
    ['one two', 'two and one', true],
    ['one two', 'one', false],
    ['"one two"', 'two one', false],
    ['?one ?two', 'two', true],
    ['one -two', 'one two', false],
    ['{ $.traceId = "4bf9" }', '{"traceId":"4bf9"}', true],
    ['{ $.traceId = "4bf9" }', '{"traceId":"5"}', false],
    ['{ $.http.status = 500 }', '{"http":{"status":500}}', true],
    ['{ $.level != "info" }', '{"level":"error"}', true],
    ['{ $.level = "info" }', 'no JSON', false],
  ])('%s finds in %s: %s', (pattern, message, isFound) => {
    expect(createMessageFilter(pattern)(message)).toBe(isFound);
  });

  it('that is not known is refused', () => {
    expect(() => createMessageFilter('{ $.a = 1 && $.b = 2 }')).toThrow(/does not know the filter pattern/);
  });
});
