import { describe, expect, it } from 'vitest';
import { callLogs, makeStream, toLogsRequest } from '../testing/call-logs.ts';
import { createCloudWatchLogs } from './create-cloudwatch-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

describe('an answer', () => {
  it('looks like one of AWS', async () => {
    const logs = createCloudWatchLogs({ nowMs: () => nowMs });
    const { headers } = await callLogs(logs, 'DescribeLogGroups', {});
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('date')).toBe('Sat, 21 Nov 2026 12:00:00 GMT');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['an operation that it has not', 'StartQuery', '{}', {}, 400, 'UnknownOperationException'],
    ['no JSON', 'DescribeLogGroups', '{', {}, 400, 'SerializationException'],
    ['no object', 'DescribeLogGroups', '[]', {}, 400, 'SerializationException'],
    [
      'no signature',
      'DescribeLogGroups',
      '{}',
      { authorization: '' },
      400,
      'MissingAuthenticationTokenException',
    ],
    [
      'a bearer',
      'DescribeLogGroups',
      '{}',
      { authorization: 'Bearer x' },
      400,
      'MissingAuthenticationTokenException',
    ],
    ['a web page', 'DescribeLogGroups', '{}', { origin: 'https://x.test' }, 403, 'AccessDeniedException'],
    [
      'another content type',
      'DescribeLogGroups',
      '{}',
      { 'content-type': 'text/plain' },
      404,
      'UnknownOperationException',
    ],
    ['no gzip', 'DescribeLogGroups', '{}', { 'content-encoding': 'gzip' }, 400, 'SerializationException'],
    [
      'another service',
      'x',
      '{}',
      { 'x-amz-target': 'Other.PutLogEvents' },
      400,
      'UnknownOperationException',
    ],
    ['a body too long', 'x', ' '.repeat(8 * 1024 * 1024 + 1), {}, 413, 'RequestEntityTooLargeException'],
  ])('refuses %s', async (_, operation, body, headers, status, errorType) => {
    const logs = createCloudWatchLogs();
    const response = await logs.fetch(toLogsRequest(operation, body, { headers }));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ __type: errorType });
    expect(logs.counts).toMatchObject({ calls: 1, refusedCalls: 1 });
    expect(logs.calls).toMatchObject([{ status, errorType }]);
  });

  it('is the same under a prefix', async () => {
    const logs = createCloudWatchLogs();
    const request = toLogsRequest('DescribeLogGroups', '{}');
    const response = await logs.fetch(new Request('http://console.test/cloudwatch/', request));
    expect(await response.json()).toEqual({ logGroups: [] });
  });
});

describe('what is kept', () => {
  it('is the latest, in bounds, and what is gone is counted', async () => {
    const logs = createCloudWatchLogs({ maxKeptEvents: 3, maxKeptCalls: 2, nowMs: () => nowMs });
    await makeStream(logs);
    await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName: 't' });
    const put = (logStreamName: string, messages: readonly string[]): Promise<unknown> =>
      callLogs(logs, 'PutLogEvents', {
        logGroupName: 'g',
        logStreamName,
        logEvents: messages.map((message) => ({ timestamp: nowMs, message })),
      });
    await put('s', ['1', '2']);
    await put('t', ['3']);
    await put('s', ['4', '5']);
    const read = (stream: string): readonly string[] =>
      logs.readStream('g', stream).map(({ message }) => message);
    expect([read('s'), read('t')]).toEqual([['4', '5'], ['3']]);
    await put('s', ['6']);
    expect([read('s'), read('t')]).toEqual([['4', '5', '6'], []]);
    expect(logs.counts).toMatchObject({ accepted: 6, forgottenEvents: 3 });
    expect(logs.calls).toHaveLength(2);
  });

  it('is bounded in bytes', async () => {
    const logs = createCloudWatchLogs({ maxKeptBytes: 300, nowMs: () => nowMs });
    await makeStream(logs);
    const logEvents = [1, 2, 3].map(() => ({ timestamp: nowMs, message: 'x'.repeat(100) }));
    await callLogs(logs, 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents });
    expect(logs.readStream('g', 's')).toHaveLength(2);
    await callLogs(logs, 'DeleteLogGroup', { logGroupName: 'g' });
    await makeStream(logs);
    await callLogs(logs, 'PutLogEvents', {
      logGroupName: 'g',
      logStreamName: 's',
      logEvents: logEvents.slice(1),
    });
    expect(logs.readStream('g', 's')).toHaveLength(2);
    expect(logs.counts.forgottenEvents).toBe(1);
  });
});
