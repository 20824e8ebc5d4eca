import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { callLogs, makeStream, toLogsRequest, type LogsAnswer } from '../testing/call-logs.ts';
import { createCloudWatchLogs, type CloudWatchLogsStandIn } from './create-cloudwatch-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const stream = { logGroupName: 'g', logStreamName: 's' };

async function createLogs(): Promise<CloudWatchLogsStandIn> {
  const logs = createCloudWatchLogs({ nowMs: () => nowMs });
  await makeStream(logs);
  return logs;
}

const put = (
  logs: CloudWatchLogsStandIn,
  messages: readonly string[],
  accessKeyId?: string,
): Promise<LogsAnswer> =>
  callLogs(
    logs,
    'PutLogEvents',
    { ...stream, logEvents: messages.map((message) => ({ timestamp: nowMs, message })) },
    accessKeyId === undefined ? {} : { accessKeyId },
  );

const putRequest = (signal?: AbortSignal): Request =>
  toLogsRequest(
    'PutLogEvents',
    JSON.stringify({ ...stream, logEvents: [{ timestamp: nowMs, message: 'x' }] }),
    signal === undefined ? {} : { signal },
  );

async function typesOf(logs: CloudWatchLogsStandIn, callCount: number): Promise<readonly unknown[]> {
  const types: unknown[] = [];
  for (let call = 0; call < callCount; call += 1)
    types.push((await put(logs, ['x'])).body['__type'] ?? 'taken');
  return types;
}

describe('errors on demand', () => {
  it.each([
    [{ kind: 'throttle' }, 'ThrottlingException', 400],
    [{ kind: 'access-denied' }, 'AccessDeniedException', 400],
    [{ kind: 'unrecognized-client' }, 'UnrecognizedClientException', 400],
    [{ kind: 'expired-token' }, 'ExpiredTokenException', 400],
    [
      { kind: 'error', errorType: 'ServiceUnavailableException', status: 503 },
      'ServiceUnavailableException',
      503,
    ],
  ] as const)('$kind, until the faults are ended', async (fault, errorType, status) => {
    const logs = await createLogs();
    logs.setFaults([fault]);
    const answer = await put(logs, ['x']);
    expect([answer.status, answer.body['__type']]).toEqual([status, errorType]);
    expect(logs.counts).toMatchObject({ accepted: 0, faultedCalls: 1, refusedCalls: 0 });
    expect(logs.calls.at(-1)).toMatchObject({
      operation: 'PutLogEvents',
      fault: fault.kind,
      status,
      errorType,
    });
    logs.setFaults([]);
    expect((await put(logs, ['x'])).status).toBe(200);
  });

  it('strikes by its schedule', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'throttle', when: { kind: 'every', nth: 3 } }]);
    expect(await typesOf(logs, 6)).toEqual([
      'taken',
      'taken',
      'ThrottlingException',
      'taken',
      'taken',
      'ThrottlingException',
    ]);
    logs.setFaults([{ kind: 'throttle', when: { kind: 'times', count: 1 } }]);
    expect(await typesOf(logs, 2)).toEqual(['ThrottlingException', 'taken']);
  });

  it('is about the operations that are named', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'access-denied', operations: ['CreateLogGroup'] }]);
    expect((await put(logs, ['x'])).status).toBe(200);
    expect((await callLogs(logs, 'CreateLogGroup', { logGroupName: 'h' })).body['__type']).toBe(
      'AccessDeniedException',
    );
  });

  it('says how long to wait', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'throttle', retryAfterSeconds: 7 }]);
    expect((await put(logs, ['x'])).headers.get('retry-after')).toBe('7');
  });

  it('expires a token until another one comes', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'expired-token' }]);
    expect((await put(logs, ['x'], 'OLD')).status).toBe(400);
    expect((await put(logs, ['x'], 'NEW')).status).toBe(200);
    expect((await put(logs, ['x'], 'OLD')).status).toBe(400);
  });
});

describe('a place that is gone', () => {
  it.each([
    ['groups', 'The specified log group does not exist.'],
    ['streams', 'The specified log stream does not exist.'],
  ] as const)('is forgotten once: %s', async (what, message) => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'forget', what }]);
    expect((await put(logs, ['x'])).body).toEqual({ __type: 'ResourceNotFoundException', message });
    await makeStream(logs);
    expect((await put(logs, ['x'])).status).toBe(200);
  });
});

describe('batches that are taken in part or not at all', () => {
  it('rejects the events that the fault names', async () => {
    const logs = await createLogs();
    logs.setFaults([
      {
        kind: 'partial-rejection',
        tooOldLogEventEndIndex: 1,
        expiredLogEventEndIndex: 2,
        tooNewLogEventStartIndex: 4,
      },
    ]);
    const { body } = await put(logs, ['0', '1', '2', '3', '4']);
    expect(body['rejectedLogEventsInfo']).toEqual({
      tooOldLogEventEndIndex: 1,
      expiredLogEventEndIndex: 2,
      tooNewLogEventStartIndex: 4,
    });
    expect(logs.readStream('g', 's').map(({ message }) => message)).toEqual(['2', '3']);
    expect(logs.counts).toMatchObject({ accepted: 2, rejected: 3 });
  });

  it('names no index beyond the batch', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'partial-rejection', tooOldLogEventEndIndex: 5, tooNewLogEventStartIndex: 2 }]);
    expect((await put(logs, ['0', '1'])).body['rejectedLogEventsInfo']).toEqual({
      tooOldLogEventEndIndex: 2,
    });
    expect(logs.counts).toMatchObject({ accepted: 0, rejected: 2, batches: 0 });
  });

  it('refuses a batch with a poisoned event, and no other', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'poison', text: 'arsenic' }]);
    expect((await put(logs, ['tea', 'old arsenic lace'])).body['__type']).toBe('InvalidParameterException');
    expect((await put(logs, ['tea'])).status).toBe(200);
  });
});

describe('a clock that is wrong', () => {
  it('is in the Date header and in the judgement of ages', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'clock-skew', skewMs: -3 * 86_400_000 }]);
    const { headers, body } = await put(logs, ['x']);
    expect(headers.get('date')).toBe('Wed, 18 Nov 2026 12:00:00 GMT');
    expect(body['rejectedLogEventsInfo']).toEqual({ tooNewLogEventStartIndex: 0 });
  });

  it.each([
    ['20261121T115501Z', undefined],
    ['20261121T120459Z', undefined],
    ['20261121T115459Z', 'InvalidSignatureException'],
    ['20261121T120501Z', 'InvalidSignatureException'],
  ])('refuses what was signed too far off it: %s', async (signedAt, errorType) => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'clock-skew', skewMs: 0, refusesSignatures: true }]);
    const answer = await callLogs(logs, 'DescribeLogGroups', {}, { headers: { 'x-amz-date': signedAt } });
    expect(answer.body['__type']).toBe(errorType);
  });
});

describe('a connection that misbehaves', () => {
  it('hangs until the caller gives up', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'hang' }]);
    const caller = new AbortController();
    const answer = logs.fetch(putRequest(caller.signal));
    await eventually('the call', () => logs.counts.faultedCalls === 1);
    expect(await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, 'nothing yet'))])).toBe(
      'nothing yet',
    );
    caller.abort();
    expect((await answer).type).toBe('error');
    expect(logs.counts.accepted).toBe(0);
  });

  it.each(['hang', 'reset', 'garbage'] as const)('takes what was sent all the same: %s', async (kind) => {
    const logs = await createLogs();
    logs.setFaults([{ kind, isTaken: true }]);
    const caller = new AbortController();
    const answer = logs.fetch(putRequest(caller.signal));
    await eventually('the batch', () => logs.counts.accepted === 1);
    caller.abort();
    await answer;
    expect(logs.readStream('g', 's').map(({ message }) => message)).toEqual(['x']);
  });

  it.each(['reset', 'garbage'] as const)('loses what was sent: %s', async (kind) => {
    const logs = await createLogs();
    logs.setFaults([{ kind }]);
    const response = await logs.fetch(putRequest());
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(logs.counts.accepted).toBe(0);
  });

  it('answers as a proxy in the way does', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'error-page', retryAfterSeconds: 3 }]);
    const response = await logs.fetch(putRequest());
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html']);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await response.text()).toMatch(/^<html>/);
    expect(logs.counts.accepted).toBe(0);
  });

  it('answers late, or never if nobody waits', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'slow', delayMs: 50 }]);
    const startMs = performance.now();
    expect((await logs.fetch(putRequest())).status).toBe(200);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(49);
    logs.setFaults([{ kind: 'slow', delayMs: 600_000 }]);
    const caller = new AbortController();
    const answer = logs.fetch(putRequest(caller.signal));
    await eventually('the call', () => logs.counts.faultedCalls === 2);
    caller.abort();
    expect((await answer).type).toBe('error');
    expect(logs.counts.accepted).toBe(1);
  });

  it('answers byte by byte', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'slow-bytes', bytesPerSecond: 100 }]);
    const startMs = performance.now();
    const response = await logs.fetch(toLogsRequest('DescribeLogGroups', '{"logGroupNamePrefix":"x"}'));
    const chunkSizes: number[] = [];
    for await (const chunk of response.body ?? []) chunkSizes.push(chunk.length);
    expect(chunkSizes).toEqual(Array.from({ length: '{"logGroups":[]}'.length }, () => 1));
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(100);
  });
});
