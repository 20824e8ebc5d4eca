import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SpanKind, TraceFlags } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startLogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import type { Telemetry } from '../telemetry.ts';
import { startCollector } from './fixtures/start-collector.ts';
import { findClosedPort, startDaemon } from './fixtures/start-daemon.ts';
import { startTelemetry } from './start-telemetry.ts';

const origin = 'http://127.0.0.1:4568';

function start(environment: Record<string, string>): Telemetry {
  const read = createEnvironmentReader({ LOG_LEVEL: 'error', LOG_FORMAT: 'json', ...environment });
  const result = read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const telemetry = startTelemetry(result.config, { propagateTo: [origin] });
  onTestFinished(() => telemetry.shutdown(1000));
  return telemetry;
}

const rule = {
  RuleName: 'feeds',
  Priority: 1,
  FixedRate: 0,
  ReservoirSize: 0,
  ServiceName: 'gateway',
  ServiceType: '*',
  Host: '*',
  ResourceARN: '*',
  HTTPMethod: '*',
  URLPath: '/feed/*',
  Version: 1,
};

function writeRules(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'xray.json');
  writeFileSync(path, text);
  return path;
}

/** Whether a server span of this path is sampled, as the middleware would start it. */
function isSampled({ tracer }: Telemetry, path: string): boolean {
  const span = tracer.startSpan('GET', {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'GET', 'url.path': path },
  });
  span.end();
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

test('one request is the same spans in OTLP and in X-Ray, and both sinks are in the health report', async () => {
  await using daemon = await startDaemon();
  await using collector = await startCollector();
  await using logs = await startLogsServer();
  const telemetry = start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.port}`,
    CLOUDWATCH_LOG_GROUP: '/cruddur/gateway',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
    CRUDDUR_XRAY_ANNOTATIONS: 'user.id',
  });
  telemetry.withSpan('home', { 'user.id': 'andrew', other: 1 }, () => {
    const attributes = {
      'http.request.method': 'GET',
      'url.full': `${origin}/feed`,
      'http.response.status_code': 200,
    };
    telemetry.tracer.startSpan('GET', { kind: SpanKind.CLIENT, attributes }).end();
  });
  await telemetry.flush(5000);
  await daemon.received(2);
  const documents = daemon.documents.map((text): Record<string, unknown> => JSON.parse(text));
  const ids = documents.map(({ id }) => String(id)).toSorted();
  expect(ids).toEqual(collector.spanIds().toSorted());
  // The other service gets our trace headers, so X-Ray has to wait for its segment.
  expect(documents.find(({ name }) => name !== 'gateway')).toMatchObject({
    http: { request: { traced: true } },
  });
  expect(documents.find(({ name }) => name === 'gateway')).toMatchObject({
    annotations: { 'user.id': 'andrew' },
    aws: { cloudwatch_logs: [{ log_group: '/cruddur/gateway' }] },
  });
  expect(telemetry.health().sinks).toMatchObject([
    { sink: 'otlp', accepted: 2, delivered: 2 },
    { sink: 'xray', endpoint: `udp://127.0.0.1:${daemon.port}`, accepted: 2, delivered: 2, dropped: 0 },
    { sink: 'stdout', dropped: 0 },
    { sink: 'cloudwatch', dropped: 0 },
  ]);
});

test('a daemon that is away takes nothing from the other sink', async () => {
  await using collector = await startCollector();
  const port = await findClosedPort();
  const telemetry = start({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
  });
  telemetry.withSpan('home', () => undefined);
  await telemetry.shutdown(5000);
  expect(collector.spanIds()).toHaveLength(1);
  expect(telemetry.health().sinks).toMatchObject([
    { sink: 'otlp', delivered: 1 },
    { sink: 'xray', delivered: 0, droppedByReason: { refused: 1 } },
    { sink: 'stdout' },
  ]);
});

test('a disabled SDK has no sink but that of its own lines', () => {
  const telemetry = start({ OTEL_SDK_DISABLED: 'true', AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000' });
  expect(telemetry.health().sinks).toMatchObject([{ sink: 'stdout' }]);
  expect(telemetry.health().sinks).toHaveLength(1);
});

test('the sampler xray decides by the local file', () => {
  const rules = {
    SamplingRules: [rule, { ...rule, RuleName: 'rest', Priority: 2, FixedRate: 1, URLPath: '*' }],
  };
  const telemetry = start({
    OTEL_TRACES_SAMPLER: 'xray',
    AWS_XRAY_SAMPLING_RULES: writeRules(JSON.stringify(rules)),
  });
  expect(isSampled(telemetry, '/feed/home')).toBe(false);
  expect(isSampled(telemetry, '/other')).toBe(true);
});

test('the sampler xray asks the TCP end of the daemon, until shutdown', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(
      JSON.stringify({ SamplingRuleRecords: [{ SamplingRule: { ...rule, FixedRate: 1, URLPath: '*' } }] }),
    );
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const telemetry = start({
    OTEL_TRACES_SAMPLER: 'xray',
    AWS_XRAY_SAMPLING_RULES: writeRules(JSON.stringify({ SamplingRule: { ...rule, URLPath: '*' } })),
    AWS_XRAY_DAEMON_ADDRESS: `tcp:127.0.0.1:${port} udp:127.0.0.1:${await findClosedPort()}`,
  });
  await vi.waitFor(() => expect(isSampled(telemetry, '/other')).toBe(true), 5000);
  expect(asked).toContain('/GetSamplingRules');
  await telemetry.shutdown(1000);
  const connections = promisify(server.getConnections.bind(server));
  await vi.waitFor(async () => expect(await connections()).toBe(0), 5000);
});

test.for([
  ['is not there', (): string => '/nowhere/xray.json'],
  ['is no JSON', (): string => writeRules('secret')],
  ['has a wrong rule', (): string => writeRules(JSON.stringify({ SamplingRule: { ...rule, FixedRate: 2 } }))],
] as const)("a rule file that %s is told, and X-Ray's default rule decides", ([, path]) => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  const rulesFile = path();
  const telemetry = start({ OTEL_TRACES_SAMPLER: 'xray', AWS_XRAY_SAMPLING_RULES: rulesFile });
  const lines = written.mock.calls.map(([line]) => String(line)).join('');
  expect(lines).toContain('AWS_XRAY_SAMPLING_RULES');
  expect(lines).toContain(rulesFile);
  expect(lines).not.toContain('secret');
  // One request a second.
  expect(isSampled(telemetry, '/feed/home')).toBe(true);
});
