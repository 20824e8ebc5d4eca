import { parseOtlpTraceProtobuf } from '@cruddur/trace-model';
import { expect, onTestFinished, test } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import { decodeLogRequest } from '../otlp/logs/fixtures/decode-log-request.ts';
import type { Telemetry } from '../telemetry.ts';
import { startCollector, type CollectorAnswer } from './fixtures/start-collector.ts';
import { startTelemetry } from './start-telemetry.ts';

function start(environment: Record<string, string>): Telemetry {
  const read = createEnvironmentReader({ LOG_FORMAT: 'json', ...environment });
  const telemetry = startTelemetry(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  onTestFinished(() => telemetry.shutdown(1000));
  return telemetry;
}

const sinkOf = (telemetry: Telemetry): unknown =>
  telemetry.health().sinks.find(({ sink }) => sink === 'otlp-logs');
const accept: CollectorAnswer = (response) => void response.end();

test('lines go to the collector with the ids of their span, and the sink is in the health report', async () => {
  await using collector = await startCollector(accept);
  const telemetry = start({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${collector.endpoint}/v1/logs` });
  const traceId = telemetry.withSpan('work', (span) => {
    telemetry.log.info('hello', { n: 1, password: 'hunter2' });
    return span.spanContext().traceId;
  });
  await telemetry.flush(5000);
  const [body] = collector.bodies();
  const request = JSON.stringify(decodeLogRequest(body ?? Buffer.of()), (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(request).toContain(`"traceId":["${traceId}"]`);
  expect(request).toContain('"hello"');
  expect(request).not.toContain('hunter2');
  expect(sinkOf(telemetry)).toMatchObject({ accepted: 1, delivered: 1, dropped: 0 });
});

test('records that the collector refuses are counted', async () => {
  await using collector = await startCollector((response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too old"}}');
  });
  const telemetry = start({ OTEL_LOGS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  telemetry.log.info('a');
  telemetry.log.info('b');
  await telemetry.flush(5000);
  expect(sinkOf(telemetry)).toMatchObject({ delivered: 1, droppedByReason: { rejected: 1 } });
});

test('a collector that is away costs counted drops, and no line about it goes to it', async () => {
  const telemetry = start({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:9/v1/logs' });
  telemetry.log.info('a');
  await telemetry.shutdown(50);
  expect(sinkOf(telemetry)).toMatchObject({ accepted: 1, delivered: 0, dropped: 1, buffered: 0 });
});

function fail(): void {
  throw new RangeError('out of reach');
}

test.for([
  ['', 2, 0],
  ['logs', 0, 1],
  ['logs/dup', 2, 1],
] as const)(
  'with OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN=%s an error of two spans is %i span events and %i records',
  async ([optIn, spanEvents, records]) => {
    await using collector = await startCollector(accept);
    const telemetry = start({
      OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: optIn,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_LOGS_EXPORTER: 'otlp',
    });
    expect(() => telemetry.withSpan('outer', () => telemetry.withSpan('inner', fail))).toThrow(RangeError);
    await telemetry.flush(5000);
    const spans = collector.bodies().flatMap((body) => {
      const result = parseOtlpTraceProtobuf(body);
      return result.ok ? result.spans : [];
    });
    expect(spans.flatMap(({ events }) => events).map(({ name }) => name)).toEqual(
      Array.from({ length: spanEvents }, () => 'exception'),
    );
    const all = collector.bodies().join('');
    const named = [...all.matchAll(/exception\.stacktrace/g)];
    expect(named).toHaveLength(spanEvents + records);
  },
);
