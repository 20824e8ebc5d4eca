import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  ResourceNotFoundException,
  type CloudWatchLogsClientConfig,
  type PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { startCloudWatchLogs, type RunningCloudWatchLogs } from './start-cloudwatch-logs.ts';

const stream = { logGroupName: '/cruddur/gateway', logStreamName: 'one' };

function createClient(
  logs: RunningCloudWatchLogs,
  config: CloudWatchLogsClientConfig = {},
): CloudWatchLogsClient & Disposable {
  const client = new CloudWatchLogsClient({
    region: 'us-east-1',
    endpoint: logs.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
    ...config,
  });
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

async function makeStream(client: CloudWatchLogsClient): Promise<void> {
  await client.send(
    new CreateLogGroupCommand({ logGroupName: stream.logGroupName, tags: { app: 'cruddur' } }),
  );
  await client.send(new CreateLogStreamCommand(stream));
}

const put = (client: CloudWatchLogsClient, message: string): Promise<PutLogEventsCommandOutput> =>
  client.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message }] }));

describe("AWS's own client", () => {
  it('ships 20,000 lines and reads them back, none missing, none out of order', async () => {
    await using logs = await startCloudWatchLogs();
    using client = createClient(logs);
    await makeStream(client);
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} \u20AC ${'x'.repeat(60)}`);
    for (let from = 0; from < lines.length; from += 5000) {
      const timestamp = Date.now();
      const logEvents = lines.slice(from, from + 5000).map((message) => ({ timestamp, message }));
      expect(await client.send(new PutLogEventsCommand({ ...stream, logEvents }))).not.toHaveProperty(
        'rejectedLogEventsInfo',
      );
    }
    const read: string[] = [];
    for (let nextToken: string | undefined, last: string | undefined; ; last = nextToken) {
      const page = await client.send(
        new GetLogEventsCommand({
          ...stream,
          startFromHead: true,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      for (const { message } of page.events ?? []) read.push(message ?? '');
      nextToken = page.nextForwardToken;
      if (nextToken === last) break;
    }
    expect(read).toEqual(lines);
  });

  it('knows the errors', async () => {
    await using logs = await startCloudWatchLogs();
    using client = createClient(logs);
    const error: unknown = await put(client, 'x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({
      message: 'The specified log group does not exist.',
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
  });

  it('tries again when it is throttled', async () => {
    await using logs = await startCloudWatchLogs();
    using client = createClient(logs, { maxAttempts: 3 });
    await makeStream(client);
    logs.setFaults([{ kind: 'throttle', when: { kind: 'times', count: 1 } }]);
    expect((await put(client, 'x')).$metadata.attempts).toBe(2);
    expect(logs.counts.accepted).toBe(1);
  });

  it('sees an error page, a reset and a hang as what they are', async () => {
    await using logs = await startCloudWatchLogs();
    using client = createClient(logs);
    await makeStream(client);
    logs.setFaults([{ kind: 'error-page' }]);
    await expect(put(client, 'x')).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    logs.setFaults([{ kind: 'reset' }]);
    await expect(put(client, 'x')).rejects.toThrow(/ECONNRESET|socket hang up/);
    logs.setFaults([{ kind: 'hang' }]);
    const caller = new AbortController();
    const answer = client
      .send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'x' }] }), {
        abortSignal: caller.signal,
      })
      .catch((reason: unknown) => reason);
    await eventually('the call', () => logs.counts.faultedCalls === 3);
    caller.abort();
    expect(await answer).toMatchObject({ name: 'AbortError' });
    expect(logs.counts.accepted).toBe(0);
    await eventually('the record of it', () => logs.calls.at(-1)?.fault === 'hang');
    expect(logs.calls.at(-1)).toMatchObject({ status: 0 });
  });

  it('learns how far its clock is off, and signs anew', async () => {
    await using logs = await startCloudWatchLogs();
    using client = createClient(logs, { maxAttempts: 3 });
    await makeStream(client);
    logs.setFaults([{ kind: 'clock-skew', skewMs: 3_600_000, refusesSignatures: true }]);
    expect((await put(client, 'x')).$metadata.attempts).toBe(2);
    expect(client.config.systemClockOffset).toBeGreaterThan(3_590_000);
  });

  it('gets on with new credentials when the old ones have expired', async () => {
    await using logs = await startCloudWatchLogs();
    let accessKeyId = 'OLD';
    using client = createClient(logs, {
      credentials: () =>
        Promise.resolve({ accessKeyId, secretAccessKey: 'example', expiration: new Date(0) }),
    });
    await makeStream(client);
    logs.setFaults([{ kind: 'expired-token' }]);
    await expect(put(client, 'x')).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    accessKeyId = 'NEW';
    await put(client, 'x');
    expect(logs.calls.slice(-2).map((call) => call.accessKeyId)).toEqual(['OLD', 'NEW']);
  });

  it('is cut off when the stand-in stops', async () => {
    const logs = await startCloudWatchLogs();
    using client = createClient(logs);
    logs.setFaults([{ kind: 'hang' }]);
    const answer = put(client, 'x').catch((reason: unknown) => reason);
    await eventually('the call', () => logs.counts.calls === 1);
    await logs[Symbol.asyncDispose]();
    expect(await answer).toBeInstanceOf(Error);
  });
});
