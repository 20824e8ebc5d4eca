import { describe, expect, test } from 'vitest';
import { createEnvironmentReader, type ConfigResult } from './environment-reader.ts';
import { readOtlpLogsSettings } from './otlp-config.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

function parse(environment: Record<string, string>): ConfigResult<TelemetryConfig> {
  const read = createEnvironmentReader(environment);
  return read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

const endpointOf = (environment: Record<string, string>): string | undefined =>
  readOtlpLogsSettings(createEnvironmentReader(environment))?.endpoint;

const own = 'http://logs.example/v1/logs';
const generic = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all.example' };
const asked = { OTEL_LOGS_EXPORTER: 'otlp' };

test.for<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [generic, undefined],
  [{ HONEYCOMB_API_KEY: 'k' }, undefined],
  [{ CRUDDUR_CONSOLE_HOST: 'localhost' }, undefined],
  [{ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: own }, own],
  [{ ...generic, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: own }, own],
  [{ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: own, OTEL_LOGS_EXPORTER: 'none' }, undefined],
  [{ ...generic, ...asked }, 'http://all.example/v1/logs'],
  [{ HONEYCOMB_API_KEY: 'k', ...asked }, 'https://api.honeycomb.io/v1/logs'],
  [{ CRUDDUR_CONSOLE_HOST: 'localhost', ...asked }, 'http://localhost:4318/v1/logs'],
  [{ ...generic, OTEL_LOGS_EXPORTER: 'console' }, undefined],
  [asked, undefined],
])('%j sends log lines to %s', ([environment, expected]) => {
  expect(endpointOf(environment)).toBe(expected);
});

test('the variables of logs go before those of all', () => {
  const result = parse({
    ...generic,
    ...asked,
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'b=2',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1',
    OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '2',
    OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'gzip',
  });
  const settings = result.ok ? result.config.otlpLogs : undefined;
  expect(settings).toMatchObject({ timeoutMs: 2, compression: 'gzip', protocol: 'http/protobuf' });
  expect(settings?.headers.map(([name, value]) => [name, value.reveal()])).toEqual([['b', '2']]);
});

describe('problems and warnings', () => {
  test('an endpoint of both signals that is wrong is one problem', () => {
    expect(parse({ ...asked, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toMatchObject({
      problems: [{ variable: 'OTEL_EXPORTER_OTLP_ENDPOINT' }],
    });
  });

  test.for([
    { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json' },
    { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc' },
    { OTEL_LOGS_EXPORTER: 'stdout' },
    { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.eu-west-1.amazonaws.com/v1/logs' },
  ])('%j is refused', (environment) => {
    expect(parse(environment)).toMatchObject({ problems: [{ variable: Object.keys(environment)[0] }] });
  });

  test('a wish without an endpoint, and an endpoint without a wish, are told', () => {
    expect(parse(asked)).toMatchObject({ warnings: [expect.stringContaining('no endpoint is set')] });
    expect(parse({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: own, OTEL_LOGS_EXPORTER: 'none' })).toMatchObject({
      warnings: [expect.stringContaining('OTEL_LOGS_EXPORTER is none')],
    });
  });
});
