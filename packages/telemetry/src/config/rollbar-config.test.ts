import { expect, test } from 'vitest';
import type { ConfigResult, Environment } from './environment-reader.ts';
import { createEnvironmentReader } from './environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

function parse(environment: Environment): ConfigResult<TelemetryConfig> {
  const read = createEnvironmentReader(environment);
  return read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

function rollbarOf(environment: Environment): TelemetryConfig['rollbar'] {
  const result = parse(environment);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.rollbar;
}

test('nothing is reported unless something says where to', () => {
  expect(rollbarOf({})).toBeUndefined();
});

test('a token alone means Rollbar', () => {
  const rollbar = rollbarOf({ ROLLBAR_ACCESS_TOKEN: 'token' });
  expect(rollbar).toMatchObject({
    endpoint: 'https://api.rollbar.com/api/1/item/',
    environment: 'development',
    sendUserIp: false,
  });
  expect(rollbar?.accessToken.reveal()).toBe('token');
  expect(JSON.stringify(rollbar)).not.toContain('"token"');
});

test.for([
  ['http://127.0.0.1:4569', 'http://127.0.0.1:4569/api/1/item/'],
  ['http://localhost:4569/rollbar/api/1/item/', 'http://localhost:4569/rollbar/api/1/item/'],
  ['http://[::1]:4569/rollbar', 'http://[::1]:4569/rollbar/'],
] as const)('the endpoint %s on this machine needs no token', ([given, endpoint]) => {
  const rollbar = rollbarOf({ ROLLBAR_ENDPOINT: given });
  expect(rollbar?.endpoint).toBe(endpoint);
  expect(rollbar?.accessToken.reveal()).toBe('local');
});

test('the local console takes errors too, until Rollbar itself is configured', () => {
  const local = { CRUDDUR_CONSOLE_HOST: '127.0.0.1' };
  expect(rollbarOf(local)).toMatchObject({
    endpoint: 'http://127.0.0.1:4569/rollbar/api/1/item/',
    links: { consoleUrl: 'http://127.0.0.1:4569' },
  });
  expect(rollbarOf({ ...local, ROLLBAR_ACCESS_TOKEN: 'token' })?.endpoint).toBe(
    'https://api.rollbar.com/api/1/item/',
  );
});

test('environment and version are those of the resource unless said otherwise', () => {
  const environment = {
    ROLLBAR_ACCESS_TOKEN: 'token',
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,deployment.environment.name=staging',
  };
  expect(rollbarOf(environment)).toMatchObject({ environment: 'staging', codeVersion: '1.2.3' });
  expect(rollbarOf({ ...environment, ROLLBAR_ENVIRONMENT: 'blue' })).toMatchObject({ environment: 'blue' });
});

test('all problems are told at once, and none tells the token', () => {
  const result = parse({
    ROLLBAR_ACCESS_TOKEN: 'canary token',
    ROLLBAR_ENDPOINT: 'https://user:canary@rollbar.example/?access_token=canary',
    ROLLBAR_ENVIRONMENT: 'e'.repeat(256),
    CRUDDUR_ROLLBAR_USER_IP: 'perhaps',
  });
  expect(result.ok).toBe(false);
  const problems = result.ok ? [] : result.problems;
  expect(problems.map(({ variable }) => variable)).toEqual([
    'ROLLBAR_ACCESS_TOKEN',
    'ROLLBAR_ENDPOINT',
    'ROLLBAR_ENVIRONMENT',
    'CRUDDUR_ROLLBAR_USER_IP',
  ]);
  expect(JSON.stringify(problems)).not.toContain('canary');
});

test.for(['https://rollbar.example/api/1/item/', 'http://127.example.org/'])(
  'the endpoint %s, elsewhere, needs a token',
  (endpoint) => {
    const result = parse({ ROLLBAR_ENDPOINT: endpoint });
    expect(result).toMatchObject({ ok: false, problems: [{ variable: 'ROLLBAR_ACCESS_TOKEN' }] });
  },
);

test('links are made of what is known of the tools', () => {
  const rollbar = rollbarOf({
    ROLLBAR_ACCESS_TOKEN: 'token',
    AWS_REGION: 'eu-central-1',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    CLOUDWATCH_LOG_GROUP: 'cruddur',
    HONEYCOMB_TEAM: 'crud',
    HONEYCOMB_ENVIRONMENT: 'test',
    HONEYCOMB_API_KEY: 'key',
    HONEYCOMB_ENDPOINT: 'https://api.eu1.honeycomb.io',
  });
  expect(rollbar?.links).toEqual({
    consoleUrl: undefined,
    honeycomb: { url: 'https://ui.eu1.honeycomb.io', team: 'crud', environment: 'test', dataset: 'gateway' },
    xrayRegion: 'eu-central-1',
    logs: { region: 'eu-central-1', group: 'cruddur' },
  });
});

test('what has no effect is told', () => {
  const result = parse({ ROLLBAR_ENVIRONMENT: 'blue', HONEYCOMB_TEAM: 'crud' });
  expect(result.ok && result.warnings).toEqual([
    expect.stringMatching(/^HONEYCOMB_TEAM and/),
    expect.stringMatching(/^ROLLBAR_ENVIRONMENT is ignored/),
  ]);
  const misspelt = parse({ ROLLBAR_ACCESS_TOKE: 'token' });
  expect(misspelt.ok && misspelt.warnings).toEqual([
    expect.stringMatching(/did you mean ROLLBAR_ACCESS_TOKEN/),
  ]);
});
