import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createCloudWatchSink, type CloudWatchSink } from '../cloudwatch/cloudwatch-sink.ts';
import { createEventShipper } from '../cloudwatch/event-shipper.ts';
import type { EventShipperOptions } from '../cloudwatch/shipper-settings.ts';
import { eventually } from '../cloudwatch/fixtures/eventually.ts';
import {
  exception,
  hang,
  htmlError,
  reset,
  startLogsServer,
  type Fault,
  type LogsServer,
} from '../cloudwatch/fixtures/start-logs-server.ts';
import { defaultShipperSettings } from '../cloudwatch/shipper-settings.ts';
import { hostileValues } from '../log/fixtures/hostile-values.ts';
import { createLogging } from '../log/create-logging.ts';
import type { Logger } from '../log/logger.ts';
import { createCloudWatchClient } from './cloudwatch-client.ts';

interface Started {
  readonly log: Logger;
  readonly sink: CloudWatchSink;
  readonly troubles: string[];
}

/** The whole sink as on Node, with the AWS SDK, towards this endpoint. */
function start(
  endpoint: string,
  { maxBatchBytes, ...options }: Partial<EventShipperOptions> & { readonly maxBatchBytes?: number } = {},
): Started {
  const troubles: string[] = [];
  const limits = { ...defaultShipperSettings.limits, ...(maxBatchBytes && { maxBatchBytes }) };
  const shipper = createEventShipper({
    ...defaultShipperSettings,
    limits,
    maxDelayMs: 5,
    requestTimeoutMs: 300,
    // The faults are over within a second or so, not within minutes.
    random: () => 0.1,
    breaker: { maxFailures: 5, openMs: 50 },
    client: createCloudWatchClient({
      region: undefined,
      endpoint,
      useLocalCredentials: true,
      connectTimeoutMs: 1000,
      maxSockets: 4,
    }),
    destination: { group: 'group', stream: 'stream', retentionDays: 7, tags: { service: 'gateway' } },
    diagnose: (trouble) => troubles.push(trouble),
    ...options,
  });
  const sink = createCloudWatchSink({
    serviceName: 'gateway',
    endpoint,
    shipper,
    maxBatchBytes: limits.maxBatchBytes,
    maxBufferBytes: defaultShipperSettings.maxBufferBytes,
  });
  const { log } = createLogging({ level: 'debug', nowMs: Date.now, sinks: [sink] });
  onTestFinished(() => sink.shutdown(0));
  return { log, sink, troubles };
}

const messagesOf = (server: LogsServer): readonly { readonly [key: string]: unknown }[] =>
  server.events().map(({ message }): Record<string, unknown> => JSON.parse(message));
const bodiesOf = (server: LogsServer): readonly unknown[] => messagesOf(server).map(({ message }) => message);
const settled = async ({ sink }: Started): Promise<void> => {
  await eventually(() => sink.statistics().buffered === 0, sink.statistics);
};
const duringPuts = (server: LogsServer, fault: Fault, times: number): void => {
  let left = times;
  server.fault = ({ action }) => (action === 'PutLogEvents' && left-- > 0 ? fault : undefined);
};

test.for<readonly [string, Fault]>([
  ['throttle', exception('ThrottlingException', 'Rate exceeded')],
  ['5xx', exception('InternalFailure', 'oops', 500)],
  ['5xx with an HTML body', htmlError],
  ['connection reset', reset],
  ['a concurrent operation', exception('OperationAbortedException')],
  ['blackhole: accepted and never answered', hang],
  ['an unknown refusal', exception('SomethingNewException')],
])('fault: %s for a while loses nothing and keeps the order', async ([, fault]) => {
  await using server = await startLogsServer();
  duringPuts(server, fault, 3);
  const started = start(server.url);
  for (let line = 0; line < 20; line += 1) started.log.info(`line ${line}`);
  await settled(started);
  expect(bodiesOf(server)).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line}`));
  expect(started.sink.statistics()).toMatchObject({ delivered: 20, dropped: 0 });
  expect(server.violations).toEqual([]);
});

test('fault: an expired token is refreshed, and the same batch sent again', async () => {
  await using server = await startLogsServer();
  duringPuts(server, exception('ExpiredTokenException', 'The security token has expired'), 1);
  const started = start(server.url);
  started.log.info('line');
  await settled(started);
  expect(started.sink.statistics()).toMatchObject({ delivered: 1, retried: 1 });
  expect(started.troubles).toEqual([]);
});

test('fault: throttled while setting up, nothing is lost either', async () => {
  await using server = await startLogsServer();
  server.fault = (_, number) => (number <= 2 ? exception('ThrottlingException') : undefined);
  const started = start(server.url);
  started.log.info('line');
  await settled(started);
  expect(started.sink.statistics()).toMatchObject({ delivered: 1 });
});

test('fault: an outage beyond the buffer drops what is counted, and nothing else', async () => {
  await using server = await startLogsServer();
  let healthy = false;
  server.fault = () => (healthy ? undefined : htmlError);
  const started = start(server.url, { maxBufferBytes: 40_000 });
  for (let line = 0; line < 500; line += 1) started.log.info(`line ${line}`);
  started.log.error('the one that matters');
  await eventually(() => server.calls.length > 2);
  const { dropped, bufferedBytes } = started.sink.statistics();
  expect(bufferedBytes).toBeLessThanOrEqual(40_000);
  expect(dropped).toBeGreaterThan(300);
  healthy = true;
  await settled(started);
  expect(started.sink.statistics()).toMatchObject({
    accepted: 501,
    delivered: 501 - dropped,
    droppedByReason: { buffer_full: dropped },
  });
  expect(server.events()).toHaveLength(501 - dropped);
  // The newest are kept, and the error.
  expect(bodiesOf(server).slice(-2)).toEqual(['line 499', 'the one that matters']);
});

test('fault: nobody listens at the start; the first lines arrive when somebody does', async () => {
  const placeholder = createServer().listen(0, '127.0.0.1');
  await once(placeholder, 'listening');
  // safe: a TCP server that listens has an AddressInfo
  const { port } = placeholder.address() as { port: number };
  placeholder.close();
  await once(placeholder, 'close');
  const started = start(`http://127.0.0.1:${port}`);
  started.log.info('first');
  await eventually(() => started.troubles.includes('transient'));
  await using server = await startLogsServer(port);
  await settled(started);
  expect(bodiesOf(server)).toEqual(['first']);
});

test('fault: a name that DNS does not know takes no time from whoever logs', async () => {
  const started = start('http://logs.invalid:1');
  const beforeMs = performance.now();
  for (let line = 0; line < 1000; line += 1) started.log.info('line');
  expect(performance.now() - beforeMs).toBeLessThan(1000);
  await eventually(() => started.troubles.length > 0);
  expect(started.sink.statistics()).toMatchObject({ buffered: 1000, dropped: 0 });
});

test('G14: close is on time on a socket that hangs', async () => {
  await using server = await startLogsServer();
  server.fault = () => hang;
  const started = start(server.url, { requestTimeoutMs: 60_000 });
  started.log.info('line');
  await eventually(() => server.calls.length > 0);
  const beforeMs = performance.now();
  const result = await started.sink.close(200);
  expect(performance.now() - beforeMs).toBeLessThan(200 + 50 + 50);
  expect(result).toEqual({ delivered: 0, dropped: 1, pending: 0 });
});

test('fault: an answer of one byte at a time is cut off, and its socket closed', async () => {
  await using server = await startLogsServer();
  let open = 0;
  const drip: Fault = (response) => {
    open += 1;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => {
      open -= 1;
      clearInterval(timer);
    });
  };
  duringPuts(server, drip, 2);
  const started = start(server.url);
  started.log.info('line');
  await settled(started);
  await eventually(() => open === 0);
  expect(started.sink.statistics()).toMatchObject({ delivered: 1, retried: 2 });
});

test.for([3, -3])('fault: a clock that is wrong by %i days: delivered, corrected, flagged', async (days) => {
  await using server = await startLogsServer();
  const offMs = days * 86_400_000;
  server.nowMs = () => Date.now() + offMs;
  const started = start(server.url);
  started.log.info('line');
  await settled(started);
  const [event] = server.events();
  expect(Math.abs((event?.timestamp ?? 0) - server.nowMs())).toBeLessThan(10_000);
  const flagged: Record<string, number> = JSON.parse(event?.message ?? '');
  expect(Math.abs((flagged['clock_skew_ms'] ?? 0) - offMs)).toBeLessThan(10_000);
  expect(Math.abs((flagged['original_ts'] ?? 0) - Date.now())).toBeLessThan(10_000);
});

test('fault: partial rejection: the counters equal the indices', async () => {
  await using server = await startLogsServer();
  server.putAnswer = () => ({
    rejectedLogEventsInfo: {
      tooOldLogEventEndIndex: 2,
      expiredLogEventEndIndex: 5,
      tooNewLogEventStartIndex: 8,
    },
    rejectedEntityInfo: { errorType: 'InvalidTypeValue' },
  });
  const started = start(server.url);
  for (let line = 0; line < 10; line += 1) started.log.info(`line ${line}`);
  await settled(started);
  expect(started.sink.statistics()).toMatchObject({
    delivered: 3,
    dropped: 7,
    droppedByReason: { too_old: 2, expired: 3, too_new: 2 },
  });
  expect(started.troubles).toEqual(['entity']);
});

test('fault: an oversize line arrives as valid JSON within the limit', async () => {
  await using server = await startLogsServer();
  const started = start(server.url, { maxBatchBytes: 4096 });
  started.log.info('big', { text: 'a😀'.repeat(1000) });
  await settled(started);
  const [event] = server.events();
  expect(Buffer.byteLength(event?.message ?? '')).toBeLessThanOrEqual(4096 - 26);
  expect(JSON.parse(event?.message ?? '')).toMatchObject({
    message: 'big',
    event_id: expect.any(String),
    _truncated: [{ field: 'text', bytes: 5000 }],
  });
});

test('fault: hostile values: each line is delivered', async () => {
  await using server = await startLogsServer();
  const started = start(server.url);
  for (const [name, make] of Object.entries(hostileValues)) started.log.info(name, { value: make() });
  await settled(started);
  expect(bodiesOf(server)).toEqual(Object.keys(hostileValues));
  expect(server.violations).toEqual([]);
});

test.for(['group', 'stream'] as const)(
  'G13: the %s is deleted while it runs: created again, nothing lost, in order',
  async (what) => {
    await using server = await startLogsServer();
    const started = start(server.url);
    const kept: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      started.log.info(`round ${round}`);
      await settled(started);
      kept.push(...bodiesOf(server));
      server.streams.clear();
      if (what === 'group') server.groups.clear();
    }
    expect(kept).toEqual(['round 0', 'round 1', 'round 2', 'round 3']);
    const created = server.calls.filter(({ action }) => action === 'PutRetentionPolicy');
    expect(created).toHaveLength(what === 'group' ? 4 : 1);
    expect(created.every(({ input }) => input.retentionInDays === 7)).toBe(true);
  },
);

test('G13: twenty that start together are safe from each other', async () => {
  await using server = await startLogsServer();
  const all = Array.from({ length: 20 }, () => start(server.url));
  for (const [index, { log }] of all.entries()) log.info(`from ${index}`);
  await Promise.all(all.map(settled));
  expect(new Set(bodiesOf(server)).size).toBe(20);
  expect(server.calls.filter(({ action }) => action === 'PutRetentionPolicy')).toHaveLength(1);
});

test('G22: what is sent again has the same event_id', async () => {
  await using server = await startLogsServer();
  // It takes the events and then does not say so.
  const seen: string[] = [];
  duringPuts(
    server,
    (response, call) => {
      seen.push(...(call.input.logEvents ?? []).map(({ message }) => message));
      response.socket?.resetAndDestroy();
    },
    1,
  );
  const started = start(server.url);
  started.log.info('twice');
  started.log.info('and the other');
  await settled(started);
  expect(server.events().map(({ message }) => message)).toEqual(seen);
  expect(new Set(messagesOf(server).map(({ event_id }) => event_id)).size).toBe(2);
});

test('fault: access that is revoked while it runs is told once, kept, and delivered when it is back', async () => {
  await using server = await startLogsServer();
  const started = start(server.url);
  duringPuts(server, exception('AccessDeniedException', 'no'), 1);
  started.log.info('line');
  await eventually(() => started.troubles.includes('denied'));
  await sleep(100);
  expect(server.calls.filter(({ action }) => action === 'PutLogEvents')).toHaveLength(1);
  expect(started.sink.statistics()).toMatchObject({ buffered: 1 });
  // The end of the process does not wait for the long pause.
  expect(await started.sink.close(5000)).toEqual({ delivered: 1, dropped: 0, pending: 0 });
});

test('G1: with an endpoint that hangs, a line costs whoever logs less than 50 us in half of the calls, 500 in 99 of 100', async () => {
  await using server = await startLogsServer();
  server.fault = () => hang;
  const started = start(server.url);
  const count = 20_000;
  const durations = new Float64Array(count);
  for (let line = 0; line < count; line += 1) {
    const beforeMs = performance.now();
    started.log.info('line', { line, user: 'andrew', path: '/api/activities/home' });
    durations[line] = performance.now() - beforeMs;
    if (line % 500 === 0) await sleep(0);
  }
  durations.sort();
  // Two processors run everything at once here: far above the 50 us that the benchmark asserts in quiet.
  expect(durations[count * 0.99]).toBeLessThan(0.5);
  expect(durations[count * 0.5]).toBeLessThan(0.05);
});
