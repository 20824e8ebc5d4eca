import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { allFormats } from '../propagation/propagation-settings.ts';
import { createEnvironmentReader, type ConfigResult } from './environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

function parse(environment: Record<string, string>): ConfigResult<TelemetryConfig> {
  const read = createEnvironmentReader(environment);
  return read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

function config(environment: Record<string, string>): TelemetryConfig {
  const result = parse(environment);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

const problems = (environment: Record<string, string>): readonly string[] => {
  const result = parse(environment);
  return result.ok ? [] : result.problems.map(({ variable }) => variable);
};
const warnings = (environment: Record<string, string>): readonly string[] => {
  const result = parse(environment);
  return result.ok ? result.warnings : ['not ok'];
};
const xrayEndpoint = {
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://xray.eu-central-1.amazonaws.com/v1/traces',
};
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test('without any variable everything has its default and nothing is sent', () => {
  expect(parse({})).toEqual({
    ok: true,
    warnings: [],
    config: {
      serviceName: 'gateway',
      disabled: false,
      resourceAttributes: {},
      otlp: undefined,
      xray: undefined,
      sampler: { root: 'always_on', ratio: 1, parentBased: true },
      propagation: { formats: allFormats, inboundTrust: 'continue' },
      batch: { maxQueueSize: 16_384, maxExportBatchSize: 512, scheduleDelayMs: 1000 },
      limits: { maxAttributes: 128, maxAttributeValueLength: 16_384, maxEvents: 128, maxLinks: 128 },
      log: { level: 'info', format: 'auto', requests: false, debugOnFailure: false },
      exceptionSignal: 'span-event',
      trustProxy: false,
    },
  });
});

test('every variable has its effect', () => {
  expect(
    config({
      OTEL_SERVICE_NAME: 'edge',
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,team=a%20b',
      OTEL_SDK_DISABLED: 'true',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      OTEL_PROPAGATORS: 'tracecontext, baggage',
      OTEL_BSP_MAX_QUEUE_SIZE: '1000',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '10',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '20',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '30',
      OTEL_SPAN_LINK_COUNT_LIMIT: '40',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      CRUDDUR_LOG_REQUESTS: 'true',
      CRUDDUR_LOG_DEBUG_ON_FAILURE: 'true',
      CRUDDUR_TRUST_PROXY: '1',
      OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'logs/dup',
      CRUDDUR_INBOUND_TRACE: 'link',
    }),
  ).toEqual({
    serviceName: 'edge',
    disabled: true,
    resourceAttributes: { 'service.version': '1.2.3', team: 'a b' },
    otlp: undefined,
    xray: undefined,
    sampler: { root: 'traceidratio', ratio: 0.25, parentBased: false },
    propagation: { formats: new Set(['tracecontext', 'baggage']), inboundTrust: 'link' },
    batch: { maxQueueSize: 1000, maxExportBatchSize: 100, scheduleDelayMs: 50 },
    limits: { maxAttributes: 10, maxAttributeValueLength: 20, maxEvents: 30, maxLinks: 40 },
    log: { level: 'debug', format: 'json', requests: true, debugOnFailure: true },
    exceptionSignal: 'logs/dup',
    trustProxy: true,
  });
});

describe('service name', () => {
  test.for([
    [{}, 'gateway'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=resource' }, 'resource'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=resource', OTEL_SERVICE_NAME: 'own' }, 'own'],
    [{ OTEL_SERVICE_NAME: '  ' }, 'gateway'],
  ] as const)('%j gives %s', ([environment, expected]) => {
    expect(config(environment).serviceName).toBe(expected);
  });
});

describe('sampler', () => {
  test.for([
    ['always_on', { root: 'always_on', ratio: 1, parentBased: false }],
    ['always_off', { root: 'always_off', ratio: 1, parentBased: false }],
    ['traceidratio', { root: 'traceidratio', ratio: 1, parentBased: false }],
    ['parentbased_always_on', { root: 'always_on', ratio: 1, parentBased: true }],
    ['parentbased_always_off', { root: 'always_off', ratio: 1, parentBased: true }],
    ['xray', { root: 'xray', ratio: 1, parentBased: true, rulesFile: undefined }],
    ['ParentBased_TraceIdRatio', { root: 'traceidratio', ratio: 1, parentBased: true }],
  ] as const)('%s', ([name, expected]) => {
    expect(config({ OTEL_TRACES_SAMPLER: name }).sampler).toEqual(expected);
  });

  test('an argument that the sampler does not take is told', () => {
    expect(warnings({ OTEL_TRACES_SAMPLER: 'always_on', OTEL_TRACES_SAMPLER_ARG: '0.5' })).toEqual([
      expect.stringContaining('OTEL_TRACES_SAMPLER_ARG is ignored'),
    ]);
  });
});

test('propagators: none alone switches everything off', () => {
  expect(config({ OTEL_PROPAGATORS: 'none' }).propagation.formats).toEqual(new Set());
});

test.for<readonly [string, Record<string, string>]>([
  ['OTEL_SERVICE_NAME', { OTEL_SERVICE_NAME: 'unknown_service:node' }],
  ['OTEL_SERVICE_NAME', { OTEL_RESOURCE_ATTRIBUTES: 'service.name=unknown_service' }],
  ['OTEL_RESOURCE_ATTRIBUTES', { OTEL_RESOURCE_ATTRIBUTES: 'a' }],
  ['OTEL_SDK_DISABLED', { OTEL_SDK_DISABLED: 'maybe' }],
  ['OTEL_TRACES_EXPORTER', { OTEL_TRACES_EXPORTER: 'zipkin' }],
  ['OTEL_TRACES_SAMPLER', { OTEL_TRACES_SAMPLER: 'sometimes' }],
  ['OTEL_TRACES_SAMPLER_ARG', { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1.5' }],
  ['OTEL_TRACES_SAMPLER', { OTEL_TRACES_SAMPLER: 'parentbased_xray' }],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', { ...xrayEndpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }],
  ['OTEL_PROPAGATORS', { OTEL_PROPAGATORS: 'b3' }],
  ['OTEL_PROPAGATORS', { OTEL_PROPAGATORS: 'none,baggage' }],
  ['OTEL_BSP_MAX_QUEUE_SIZE', { OTEL_BSP_MAX_QUEUE_SIZE: '0' }],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 'x' }],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', { OTEL_BSP_MAX_QUEUE_SIZE: '10', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '11' }],
  ['OTEL_BSP_SCHEDULE_DELAY', { OTEL_BSP_SCHEDULE_DELAY: '1' }],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '0' }],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', { OTEL_ATTRIBUTE_COUNT_LIMIT: '0' }],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '-1' }],
  ['OTEL_SPAN_EVENT_COUNT_LIMIT', { OTEL_SPAN_EVENT_COUNT_LIMIT: '1.5' }],
  ['OTEL_SPAN_LINK_COUNT_LIMIT', { OTEL_SPAN_LINK_COUNT_LIMIT: 'many' }],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@collector' }],
  [
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector/?key=secret' },
  ],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
  ['OTEL_EXPORTER_OTLP_COMPRESSION', { OTEL_EXPORTER_OTLP_COMPRESSION: 'br' }],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', { OTEL_EXPORTER_OTLP_TIMEOUT: '10s' }],
  [
    'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
    { OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '0', OTEL_EXPORTER_OTLP_TIMEOUT: '10' },
  ],
  ['OTEL_EXPORTER_OTLP_HEADERS', { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'secret' }],
  ['OTEL_EXPORTER_OTLP_HEADERS', { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'bad name=secret' }],
  ['OTEL_EXPORTER_OTLP_HEADERS', { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'key=secret%0d%0aevil' }],
  ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'secret' }],
  ['HONEYCOMB_API_KEY', { HONEYCOMB_API_KEY: 'secret\nevil' }],
  ['HONEYCOMB_ENDPOINT', { HONEYCOMB_API_KEY: 'secret', HONEYCOMB_ENDPOINT: 'honeycomb' }],
  ['CRUDDUR_CONSOLE_HOST', { CRUDDUR_CONSOLE_HOST: 'http://127.0.0.1:4569' }],
  ['CRUDDUR_CONSOLE_HOST', { CRUDDUR_CONSOLE_HOST: 'user:secret@host' }],
  ['CRUDDUR_INBOUND_TRACE', { CRUDDUR_INBOUND_TRACE: 'drop' }],
  ['CRUDDUR_TRUST_PROXY', { CRUDDUR_TRUST_PROXY: 'yes' }],
  ['OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN', { OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'spans' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['LOG_FORMAT', { LOG_FORMAT: 'xml' }],
])('a problem of %s in %j', ([variable, environment]) => {
  expect(problems(environment)).toEqual([variable]);
});

test('several problems are reported together', () => {
  expect(
    problems({
      OTEL_TRACES_SAMPLER: 'x',
      OTEL_PROPAGATORS: 'b3,jaeger',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'x',
      LOG_LEVEL: 'x',
    }).toSorted(),
  ).toEqual([
    'LOG_LEVEL',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_PROPAGATORS',
    'OTEL_PROPAGATORS',
    'OTEL_TRACES_SAMPLER',
  ]);
});

test('a small queue alone makes small batches, and is no contradiction', () => {
  expect(config({ OTEL_BSP_MAX_QUEUE_SIZE: '100' }).batch).toMatchObject({
    maxQueueSize: 100,
    maxExportBatchSize: 100,
  });
});

test('the limit of spans goes before the general one', () => {
  const limits = {
    OTEL_ATTRIBUTE_COUNT_LIMIT: '10',
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '20',
  };
  expect(config(limits).limits).toMatchObject({ maxAttributes: 10, maxAttributeValueLength: 20 });
  const own = { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1', OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2' };
  expect(config({ ...limits, ...own }).limits).toMatchObject({
    maxAttributes: 1,
    maxAttributeValueLength: 2,
  });
  expect(warnings({ ...limits, ...own })).toEqual([]);
});

const otlp = (environment: Record<string, string>): object | undefined => {
  const settings = config(environment).otlp;
  return (
    settings && {
      ...settings,
      headers: Object.fromEntries(settings.headers.map(([name, value]) => [name, value.reveal()])),
    }
  );
};

describe('OTLP', () => {
  const defaults = { protocol: 'http/protobuf', compression: 'none', timeoutMs: 10_000, headers: {} };

  test.for<readonly [string, Record<string, string>, object | undefined]>([
    ['the base endpoint', endpoint, { ...defaults, endpoint: 'http://collector:4318/v1/traces' }],
    [
      'a base endpoint with a path and a slash',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector/otlp/' },
      { ...defaults, endpoint: 'https://collector/otlp/v1/traces' },
    ],
    [
      'the endpoint of traces, as it is',
      { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:1/x' },
      { ...defaults, endpoint: 'http://traces:1/x' },
    ],
    [
      'all its settings',
      {
        ...endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
        OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=a%20b, other=c=d',
      },
      {
        endpoint: 'http://collector:4318/v1/traces',
        protocol: 'http/json',
        compression: 'gzip',
        timeoutMs: 500,
        headers: { 'x-key': 'a b', other: 'c=d' },
      },
    ],
    [
      'the settings of traces before the general ones',
      {
        ...endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
        OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
        OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '600',
        OTEL_EXPORTER_OTLP_HEADERS: 'key=general',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'key=traces',
      },
      {
        endpoint: 'http://collector:4318/v1/traces',
        protocol: 'http/protobuf',
        compression: 'gzip',
        timeoutMs: 600,
        headers: { key: 'traces' },
      },
    ],
    [
      'a Honeycomb key alone',
      { HONEYCOMB_API_KEY: 'key' },
      { ...defaults, endpoint: 'https://api.honeycomb.io/v1/traces', headers: { 'x-honeycomb-team': 'key' } },
    ],
    [
      'a Honeycomb key with its endpoint',
      { HONEYCOMB_API_KEY: 'key', HONEYCOMB_ENDPOINT: 'https://api.eu1.honeycomb.io/' },
      {
        ...defaults,
        endpoint: 'https://api.eu1.honeycomb.io/v1/traces',
        headers: { 'x-honeycomb-team': 'key' },
      },
    ],
    [
      'the console',
      { CRUDDUR_CONSOLE_HOST: '127.0.0.1' },
      { ...defaults, endpoint: 'http://127.0.0.1:4318/v1/traces' },
    ],
    [
      'the console by IPv6',
      { CRUDDUR_CONSOLE_HOST: '[::1]' },
      { ...defaults, endpoint: 'http://[::1]:4318/v1/traces' },
    ],
    [
      'Honeycomb before the console',
      { CRUDDUR_CONSOLE_HOST: '127.0.0.1', HONEYCOMB_API_KEY: 'key' },
      { ...defaults, endpoint: 'https://api.honeycomb.io/v1/traces', headers: { 'x-honeycomb-team': 'key' } },
    ],
    [
      "X-Ray's own endpoint, signed and compressed",
      xrayEndpoint,
      {
        ...defaults,
        endpoint: 'https://xray.eu-central-1.amazonaws.com/v1/traces',
        compression: 'gzip',
        signing: { service: 'xray', region: 'eu-central-1' },
      },
    ],
    [
      "X-Ray's own endpoint as the base, uncompressed because somebody said so",
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://xray.us-gov-west-1.amazonaws.com',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
      },
      {
        ...defaults,
        endpoint: 'https://xray.us-gov-west-1.amazonaws.com/v1/traces',
        signing: { service: 'xray', region: 'us-gov-west-1' },
      },
    ],
    ['no exporter', { OTEL_TRACES_EXPORTER: 'none', CRUDDUR_CONSOLE_HOST: '127.0.0.1' }, undefined],
  ])('%s', ([, environment, expected]) => {
    expect(otlp(environment)).toEqual(expected);
  });

  test('the Honeycomb key never goes to another endpoint', () => {
    const environment = { ...endpoint, HONEYCOMB_API_KEY: 'key' };
    expect(otlp(environment)).toEqual({ ...defaults, endpoint: 'http://collector:4318/v1/traces' });
    expect(warnings(environment)).toEqual([expect.stringContaining('HONEYCOMB_API_KEY is ignored')]);
  });

  test.for<readonly [string, Record<string, string>]>([
    ['OTEL_TRACES_EXPORTER is none', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    ['OTEL_SDK_DISABLED is true: no spans are made', { OTEL_SDK_DISABLED: 'true' }],
    ['nothing is sent to the OTLP endpoint', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
    ['OTEL_EXPORTER_OTLP_HEADERS is ignored', { OTEL_EXPORTER_OTLP_HEADERS: 'key=secret' }],
    ['HONEYCOMB_ENDPOINT is ignored', { HONEYCOMB_ENDPOINT: 'https://api.eu1.honeycomb.io' }],
    ['OTEL_EXPORTER_OTLP_ENDPONT is not', { OTEL_EXPORTER_OTLP_ENDPONT: 'http://x' }],
  ])('a contradiction is told: %s', ([message, environment]) => {
    expect(warnings(environment)).toEqual([expect.stringContaining(message)]);
  });
});

test('no secret is in a problem, a warning, or the printed config', () => {
  const secret = 'hunter2';
  const environments = [
    { OTEL_EXPORTER_OTLP_HEADERS: secret },
    { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: `x=${secret}\u0001` },
    { ...endpoint, OTEL_EXPORTER_OTLP_HEADERS: `x-key=${secret}` },
    { OTEL_EXPORTER_OTLP_HEADERS: `x-key=${secret}` },
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:${secret}@collector` },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://collector/?key=${secret}` },
    { OTEL_EXPORTER_OTLP_ENDPOINT: `user:${secret}@collector` },
    { HONEYCOMB_API_KEY: secret },
    { HONEYCOMB_API_KEY: `${secret}\u0001` },
    { ...endpoint, HONEYCOMB_API_KEY: secret },
    { HONEYCOMB_APIKEY: secret },
    { OTEL_EXPORTER_OTLP_HEADER: `x-key=${secret}` },
  ];
  for (const environment of environments) {
    const result = parse(environment);
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(inspect(result, { depth: 10, showHidden: true })).not.toContain(secret);
  }
});
