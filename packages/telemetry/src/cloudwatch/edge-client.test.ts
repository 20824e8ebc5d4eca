import { expect, test } from 'vitest';
import { createRedacted } from '../config/redacted.ts';
import { createEdgeClient, type EdgeClientSettings } from './edge-client.ts';
import { createEventShipper, type EventShipper } from './event-shipper.ts';
import { event, shipperOptions } from './fixtures/shipper-options.ts';
import { exception, htmlError, reset, startLogsServer, type Fault } from './fixtures/start-logs-server.ts';
import type { LogsClient } from './logs-client.ts';

const createClient = (endpoint: string, settings: Partial<EdgeClientSettings> = {}): LogsClient =>
  createEdgeClient({
    endpoint,
    region: 'eu-central-1',
    credentials: () => ({ accessKeyId: 'key', secretAccessKey: createRedacted('secret') }),
    ...settings,
  });
const createShipper = (client: LogsClient): EventShipper =>
  createEventShipper({ ...shipperOptions(client), random: () => 0.1 });

test('creates group and stream, and delivers, without the SDK', async () => {
  await using server = await startLogsServer();
  const client = createClient(server.url);
  const shipper = createEventShipper({
    ...shipperOptions(client),
    destination: { group: 'group', stream: 'stream', retentionDays: 30, tags: { a: 'b' } },
    entity: { keyAttributes: { Type: 'Service' } },
  });
  for (let count = 0; count < 5; count += 1) shipper.accept(event());
  expect(await shipper.close(5000)).toEqual({ delivered: 5, dropped: 0, pending: 0 });
  expect(server.groups.get('group')).toEqual({ retentionInDays: 30, tags: { a: 'b' } });
  expect(server.events()).toHaveLength(5);
  expect(server.calls.at(-1)).toMatchObject({
    headers: { authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=key\//) },
    input: { entity: { keyAttributes: { Type: 'Service' } } },
  });
});

test.for<readonly [string, Fault]>([
  ['throttling', exception('com.amazonaws.logs#ThrottlingException')],
  ['a proxy in HTML', htmlError],
  ['a reset', reset],
])('goes on after %s', async ([, fault]) => {
  await using server = await startLogsServer();
  server.fault = (_, number) => (number <= 3 ? fault : undefined);
  const shipper = createShipper(createClient(server.url));
  shipper.accept(event());
  await shipper.flush(10_000);
  expect(shipper.statistics()).toMatchObject({ delivered: 1 });
});

test('tells the codes of refusals, the clock, the pause, and what was rejected', async () => {
  await using server = await startLogsServer();
  server.nowMs = () => Date.UTC(2026, 0, 1);
  const client = createClient(server.url);
  const { signal } = new AbortController();
  server.fault = () =>
    exception('a.b#ThrottlingException:http://x', 'slow down', 400, { 'retry-after': '7' });
  expect(await client.createLogStream({ group: 'g', stream: 's' }, signal)).toEqual({
    ok: false,
    serverTimeMs: Date.UTC(2026, 0, 1),
    failure: { code: 'ThrottlingException', statusCode: 400, message: 'slow down', retryAfterMs: 7000 },
  });
  // The next one is signed by the service's clock.
  expect(server.calls[0]?.headers['x-amz-date']).not.toMatch(/^20260101T/);
  server.fault = () => undefined;
  await client.createLogGroup({ group: 'g', tags: {} }, signal);
  expect(server.calls[1]?.headers['x-amz-date']).toMatch(/^20260101T/);
  await client.createLogStream({ group: 'g', stream: 's' }, signal);
  server.putAnswer = () => ({
    rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    rejectedEntityInfo: { errorType: 'InvalidEntity' },
  });
  const put = { group: 'g', stream: 's', events: [{ timestampMs: 1, message: '{}' }], entity: undefined };
  expect(await client.putLogEvents(put, signal)).toMatchObject({
    ok: true,
    value: { rejected: { tooOldLogEventEndIndex: 1 }, rejectedEntity: 'InvalidEntity' },
  });
});
