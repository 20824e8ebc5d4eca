import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, onTestFinished, test } from 'vitest';
import { exception, startLogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import type { Telemetry } from '../telemetry.ts';
import { startTelemetry } from './start-telemetry.ts';

function start(environment: Record<string, string>): Telemetry {
  const read = createEnvironmentReader({ LOG_FORMAT: 'json', ...environment });
  return startTelemetry(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

interface Collected {
  /** By metric and what it is about. */
  readonly values: () => Promise<Readonly<Record<string, unknown>>>;
}

/** The SDK's own metrics, as an app registers them. */
function registerMetrics(): Collected {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  onTestFinished(async () => {
    metrics.disable();
    await provider.shutdown();
  });
  return {
    values: async () => {
      exporter.reset();
      await provider.forceFlush();
      return Object.fromEntries(
        exporter
          .getMetrics()
          .flatMap(({ scopeMetrics }) => scopeMetrics)
          .flatMap(({ metrics: ofScope }) => ofScope)
          .flatMap(({ descriptor, dataPoints }) =>
            dataPoints.map(({ attributes, value }) => [
              [descriptor.name, ...Object.values(attributes)].join(' ').replace('cruddur.telemetry.', ''),
              value,
            ]),
          ),
      );
    },
  };
}

test('G19: the counters of every sink are metrics, dropped ones by reason', async () => {
  const collected = registerMetrics();
  await using server = await startLogsServer();
  let calls = 0;
  server.fault = ({ action }) =>
    action === 'PutLogEvents' && calls++ === 0
      ? exception('ServiceUnavailableException', 'no', 503)
      : undefined;
  server.putAnswer = () => ({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } });
  const telemetry = start({
    CLOUDWATCH_LOG_GROUP: 'group',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: server.url,
  });
  onTestFinished(() => telemetry.shutdown(1000));
  for (let line = 0; line < 3; line += 1) telemetry.log.info('line');
  const before = await collected.values();
  expect(before).toMatchObject({ 'accepted cloudwatch': 3, 'buffered cloudwatch': 3, 'accepted stdout': 3 });
  expect(before['buffered.size cloudwatch']).toBeGreaterThan(3 * 154);
  await telemetry.flush(10_000);
  const after = await collected.values();
  expect(after).toMatchObject({
    'accepted cloudwatch': 3,
    'delivered cloudwatch': 2,
    'dropped cloudwatch too_old': 1,
    'buffered cloudwatch': 0,
    'buffered.size cloudwatch': 0,
    'retried cloudwatch': 1,
    'batches cloudwatch': 1,
    'oldest.age cloudwatch': 0,
    'breaker.open cloudwatch': 0,
  });
  expect(after['delivered.size cloudwatch']).toBeGreaterThan(0);
});

test('G19: what is lost in the end is to be seen too', async () => {
  const collected = registerMetrics();
  const telemetry = start({
    CLOUDWATCH_LOG_GROUP: 'group',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:9',
  });
  telemetry.log.info('line');
  await telemetry.shutdown(20);
  expect(await collected.values()).toMatchObject({
    'accepted cloudwatch': 1,
    'dropped cloudwatch shutdown': 1,
    'buffered cloudwatch': 0,
  });
});
