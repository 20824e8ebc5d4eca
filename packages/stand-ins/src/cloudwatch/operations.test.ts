import { describe, expect, it } from 'vitest';
import { callLogs, makeStream } from '../testing/call-logs.ts';
import { createCloudWatchLogs } from './create-cloudwatch-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const createLogs = (): ReturnType<typeof createCloudWatchLogs> =>
  createCloudWatchLogs({ nowMs: () => nowMs });

describe('names of groups', () => {
  it.each(['a', '/aws/cruddur/gateway', 'a.b-c_d/e#1', 'x'.repeat(512)])(
    'are taken: %s',
    async (logGroupName) => {
      const logs = createLogs();
      expect(await callLogs(logs, 'CreateLogGroup', { logGroupName })).toMatchObject({
        status: 200,
        body: {},
      });
      expect([...logs.groups]).toEqual([[logGroupName, []]]);
    },
  );

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(513)],
    ['with a blank', 'a b'],
    ['with a colon', 'a:b'],
    ['beyond ASCII', 'gr\u00FC\u00DFe'],
    ["of AWS's own", 'aws/x'],
    ['missing', undefined],
  ])('are refused: %s', async (_, logGroupName) => {
    const logs = createLogs();
    const { status, body } = await callLogs(logs, 'CreateLogGroup', { logGroupName });
    expect([status, body['__type']]).toEqual([400, 'InvalidParameterException']);
    expect(logs.groups.size).toBe(0);
  });

  it('are taken once', async () => {
    const logs = createLogs();
    await makeStream(logs);
    const again = await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g' });
    expect([again.status, again.body['__type']]).toEqual([400, 'ResourceAlreadyExistsException']);
    const stream = await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
    expect([stream.status, stream.body['__type']]).toEqual([400, 'ResourceAlreadyExistsException']);
  });
});

describe('names of streams', () => {
  it.each([
    ['with a slash, a blank and a bracket', 'host/[12] \u00FC', 200],
    ['of 512', 'x'.repeat(512), 200],
    ['too long', 'x'.repeat(513), 400],
    ['empty', '', 400],
    ['with a colon', 'a:b', 400],
    ['with a star', 'a*', 400],
  ])('%s', async (_, logStreamName, status) => {
    const logs = createLogs();
    await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g' });
    const answer = await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName });
    expect(answer.status).toBe(status);
    expect(logs.groups.get('g')).toEqual(status === 200 ? [logStreamName] : []);
  });

  it('need a group', async () => {
    const answer = await callLogs(createLogs(), 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
    expect(answer.body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });
});

describe('retention', () => {
  it.each([1, 3, 14, 400, 3653])('can be %d days', async (retentionInDays) => {
    const logs = createLogs();
    await makeStream(logs);
    expect((await callLogs(logs, 'PutRetentionPolicy', { logGroupName: 'g', retentionInDays })).status).toBe(
      200,
    );
    const { body } = await callLogs(logs, 'DescribeLogGroups', {});
    expect(body['logGroups']).toMatchObject([{ logGroupName: 'g', retentionInDays }]);
  });

  it.each([0, 2, 31, 3654, undefined])('cannot be %s days', async (retentionInDays) => {
    const logs = createLogs();
    await makeStream(logs);
    const { body } = await callLogs(logs, 'PutRetentionPolicy', { logGroupName: 'g', retentionInDays });
    expect(body['__type']).toBe('InvalidParameterException');
  });
});

describe('tags', () => {
  const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';

  it('are kept from the creation on and added to', async () => {
    const logs = createLogs();
    await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g', tags: { app: 'cruddur', stage: 'dev' } });
    await callLogs(logs, 'TagResource', { resourceArn, tags: { stage: 'test' } });
    const { body } = await callLogs(logs, 'ListTagsForResource', { resourceArn });
    expect(body).toEqual({ tags: { app: 'cruddur', stage: 'test' } });
  });

  it.each([
    ['more than 50', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, 'x']))],
    ['a key of 129', { ['x'.repeat(129)]: 'x' }],
    ["a key of AWS's own", { 'aws:x': 'x' }],
    ['a value of 257', { a: 'x'.repeat(257) }],
  ])('are refused: %s', async (_, tags) => {
    const logs = createLogs();
    const { body } = await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g', tags });
    expect(body['__type']).toBe('InvalidParameterException');
    expect(logs.groups.size).toBe(0);
  });
});

describe('what is deleted', () => {
  it('is gone with all that is in it', async () => {
    const logs = createLogs();
    await makeStream(logs);
    const logEvents = [{ timestamp: nowMs, message: 'x' }];
    await callLogs(logs, 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents });
    await callLogs(logs, 'DeleteLogStream', { logGroupName: 'g', logStreamName: 's' });
    await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
    expect(logs.readStream('g', 's')).toEqual([]);
    await callLogs(logs, 'DeleteLogGroup', { logGroupName: 'g' });
    expect(logs.groups.size).toBe(0);
    expect((await callLogs(logs, 'DeleteLogGroup', { logGroupName: 'g' })).body['__type']).toBe(
      'ResourceNotFoundException',
    );
  });
});

describe('descriptions', () => {
  it('come in pages, by name', async () => {
    const logs = createLogs();
    await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g' });
    for (const logStreamName of ['c', 'a', 'b']) {
      await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName });
    }
    const first = await callLogs(logs, 'DescribeLogStreams', { logGroupName: 'g', limit: 2 });
    expect(first.body['logStreams']).toMatchObject([{ logStreamName: 'a' }, { logStreamName: 'b' }]);
    const second = await callLogs(logs, 'DescribeLogStreams', {
      logGroupName: 'g',
      limit: 2,
      nextToken: first.body['nextToken'],
    });
    expect(second.body).toMatchObject({ logStreams: [{ logStreamName: 'c' }] });
    expect(second.body).not.toHaveProperty('nextToken');
    const last = await callLogs(logs, 'DescribeLogStreams', {
      logGroupName: 'g',
      limit: 1,
      descending: true,
    });
    expect(last.body['logStreams']).toMatchObject([{ logStreamName: 'c' }]);
  });
});
