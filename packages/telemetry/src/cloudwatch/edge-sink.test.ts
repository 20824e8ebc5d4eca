import { expect, test } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { createRedacted } from '../config/redacted.ts';
import { parseTelemetryConfig, type TelemetryConfig } from '../config/telemetry-config.ts';
import { createLogging } from '../log/create-logging.ts';
import { createEdgeCloudWatchSink, type EdgeCloudWatchOptions } from './edge-sink.ts';
import { startLogsServer } from './fixtures/start-logs-server.ts';

const credentials = (): ReturnType<EdgeCloudWatchOptions['credentials']> => ({
  accessKeyId: 'key',
  secretAccessKey: createRedacted('secret'),
});

function configOf(environment: Record<string, string>): TelemetryConfig {
  const read = createEnvironmentReader({ CLOUDWATCH_LOG_GROUP: 'group', ...environment });
  const result = read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

test.for(['batched', 'per-request'] as const)('G17: lines arrive, %s', async (delivery) => {
  await using server = await startLogsServer();
  const config = configOf({
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: server.url,
    CLOUDWATCH_LOG_STREAM: '{service}',
  });
  const sink = createEdgeCloudWatchSink(config, { credentials, delivery });
  if (sink === undefined) throw new Error('no sink');
  const { log } = createLogging({ level: 'info', nowMs: Date.now, sinks: [sink] });
  for (const body of ['one', 'two']) {
    log.info(body);
    await sink.flush(5000);
  }
  expect(
    server.streams.get('group gateway')?.map(({ message }): string => JSON.parse(message).message),
  ).toEqual(['one', 'two']);
  expect(await sink.close(1000)).toEqual({ delivered: 0, dropped: 0, pending: 0 });
  expect(sink.statistics()).toMatchObject({ accepted: 2, delivered: 2 });
});

test('there is none without a region, which nothing here can find', () => {
  expect(createEdgeCloudWatchSink(configOf({}), { credentials, delivery: 'batched' })).toBeUndefined();
});
