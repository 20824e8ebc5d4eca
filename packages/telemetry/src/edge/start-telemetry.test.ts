import { context } from '@opentelemetry/api';
import { parseOtlpTraceProtobuf, type Span } from '@cruddur/trace-model';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { createEnvironmentReader, type Environment } from '../config/environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from '../config/telemetry-config.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import { startReceiver, type Receiver } from '../testing/start-receiver.ts';
import { fromBindings } from './from-bindings.ts';
import { missingOnEdge } from './missing-on-edge.ts';
import { startTelemetry } from './start-telemetry.ts';

afterEach(() => context.disable());

function configOf(environment: Environment): TelemetryConfig {
  const reader = createEnvironmentReader(environment);
  const result = reader.result(parseTelemetryConfig(reader, { serviceName: 'edge' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

const received = ({ requests }: Receiver): readonly Span[] =>
  requests.flatMap(({ body }) => {
    const result = parseOtlpTraceProtobuf(body);
    if (!result.ok) throw new Error(result.problem.message);
    return result.spans;
  });

test('a function that is stopped when it has answered answers when its spans have been delivered', async () => {
  await using receiver = await startReceiver();
  await using telemetry = startTelemetry(
    configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: new URL(receiver.url).origin }),
    {
      delivery: 'per-request',
    },
  );
  const app = new Hono().use(traceRequests(telemetry)).get('/x', async (c) => {
    await telemetry.withSpan('inner', () => Promise.resolve());
    return c.text('x');
  });
  const response = await telemetry.untilDelivered(async () => app.request('/x'));
  expect(await response.text()).toBe('x');
  expect(received(receiver).map(({ name }) => name)).toEqual(['inner', 'GET /x']);
  expect(telemetry.health().sinks[0]).toMatchObject({ accepted: 2, delivered: 2 });
});

test('what a function throws comes out of it, after its spans', async () => {
  await using receiver = await startReceiver();
  await using telemetry = startTelemetry(
    configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: new URL(receiver.url).origin }),
    {
      delivery: 'per-request',
    },
  );
  const error = new RangeError('no');
  const run = telemetry.untilDelivered(async () => telemetry.withSpan('fails', () => Promise.reject(error)));
  await expect(run).rejects.toBe(error);
  expect(received(receiver)).toMatchObject([{ name: 'fails', status: 'error' }]);
});

test('requests that run side by side are each kept alive for their own spans', async () => {
  await using receiver = await startReceiver();
  await using telemetry = startTelemetry(
    configOf({ OTEL_EXPORTER_OTLP_ENDPOINT: new URL(receiver.url).origin }),
    {
      delivery: 'per-request',
    },
  );
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      telemetry.untilDelivered(async () => {
        await telemetry.withSpan(name, () => telemetry.withSpan(`${name} inner`, () => Promise.resolve()));
      }),
    ),
  );
  expect(receiver.requests).toHaveLength(3);
  const spans = received(receiver);
  for (const name of ['a', 'b', 'c']) {
    const root = spans.find((span) => span.name === name);
    expect(spans.find((span) => span.name === `${name} inner`)).toMatchObject({
      traceId: root?.traceId,
      parentSpanId: root?.spanId,
    });
  }
});

test('a Worker without an endpoint passes trace context on and sends nothing', async () => {
  await using telemetry = startTelemetry(configOf({}));
  expect(telemetry.health().sinks).toEqual([]);
  expect(telemetry.withSpan('s', (span) => span.isRecording())).toBe(true);
});

test('of the bindings of a Worker, the texts are settings', () => {
  expect(fromBindings({ LOG_LEVEL: 'warn', ACTIVITIES: { fetch }, COUNT: 3 })).toEqual({ LOG_LEVEL: 'warn' });
});

test('what a config asks for in vain is said', () => {
  expect(missingOnEdge(configOf({}))).toEqual([]);
  const config = configOf({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_LOGS_EXPORTER: 'otlp',
    CLOUDWATCH_LOG_GROUP: 'cruddur',
    AWS_REGION: 'eu-central-1',
  });
  expect(missingOnEdge(config)).toHaveLength(5);
  expect(missingOnEdge({ ...config, cloudwatch: undefined })).toHaveLength(4);
});
