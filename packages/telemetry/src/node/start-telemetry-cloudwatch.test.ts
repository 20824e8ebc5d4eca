import { expect, test } from 'vitest';
import { startLogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from '../config/telemetry-config.ts';
import { startTelemetry } from './start-telemetry.ts';

function configOf(environment: Record<string, string>): TelemetryConfig {
  const read = createEnvironmentReader(environment);
  const result = read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

test('every line of a service arrives in its stream, with its ids, and is in the health report', async () => {
  await using server = await startLogsServer();
  const telemetry = startTelemetry(
    configOf({
      CLOUDWATCH_LOG_GROUP: '/cruddur/test',
      CLOUDWATCH_LOG_STREAM: '{service}/{pid}',
      CLOUDWATCH_LOG_RETENTION_DAYS: '7',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: server.url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    }),
  );
  const traceId = telemetry.withSpan('work', (span) => {
    telemetry.log.info('hello', { answer: 42 });
    return span.spanContext().traceId;
  });
  await telemetry.flush(10_000);
  const [event] = server.events();
  expect(JSON.parse(event?.message ?? '')).toMatchObject({
    message: 'hello',
    answer: 42,
    traceId,
    xray_trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
    service: 'gateway',
    event_id: expect.stringMatching(/^[0-9a-f]{16}-1$/),
  });
  expect([...server.streams.keys()]).toEqual([`/cruddur/test gateway/${process.pid}`]);
  expect(server.groups.get('/cruddur/test')).toEqual({ retentionInDays: 7, tags: { service: 'gateway' } });
  expect(server.calls.at(-1)?.input.entity?.keyAttributes).toEqual({
    Type: 'Service',
    Name: 'gateway',
    Environment: 'test',
  });
  expect(telemetry.health().sinks).toContainEqual(
    expect.objectContaining({ sink: 'cloudwatch', accepted: 1, delivered: 1, dropped: 0, buffered: 0 }),
  );
  telemetry.log.info('the last words');
  await telemetry.shutdown(5000);
  expect(server.events()).toHaveLength(2);
});
