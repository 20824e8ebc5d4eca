import { expect, test } from 'vitest';
import { createEnvironmentReader, type Environment } from './environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

const onConsole = { CRUDDUR_CONSOLE_HOST: '127.0.0.1' };
const aws = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

function cloudwatchOf(environment: Environment): TelemetryConfig['cloudwatch'] {
  const read = createEnvironmentReader(environment);
  const result = read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.cloudwatch;
}

test.for<readonly [string, Environment]>([
  ['the console alone', onConsole],
  // The key of the account is for the account.
  ['credentials of AWS without a group', { ...onConsole, ...aws }],
])('lines go to the console by %s, which needs no credentials', ([, environment]) => {
  expect(cloudwatchOf(environment)).toMatchObject({
    group: 'cruddur',
    endpoint: 'http://127.0.0.1:4569/cloudwatch',
    useLocalCredentials: true,
  });
});

test('a group of the account wins over the console', () => {
  expect(cloudwatchOf({ ...onConsole, ...aws, CLOUDWATCH_LOG_GROUP: 'production' })).toMatchObject({
    group: 'production',
    endpoint: undefined,
    useLocalCredentials: false,
  });
});

test('a console that is elsewhere is named by its endpoint', () => {
  const endpoint = 'http://127.0.0.1:4570/cloudwatch';
  expect(cloudwatchOf({ ...onConsole, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoint })).toMatchObject({
    group: 'cruddur',
    endpoint,
    useLocalCredentials: true,
  });
});

test('without the console, a group is what lines need', () => {
  expect(
    cloudwatchOf({ AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:4569/cloudwatch' }),
  ).toBeUndefined();
});
