import { describe, expect, test } from 'vitest';
import { createEnvironmentReader, type ConfigResult } from './environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

function parse(environment: Record<string, string>): ConfigResult<TelemetryConfig> {
  const read = createEnvironmentReader(environment);
  return read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

const group = { CLOUDWATCH_LOG_GROUP: '/cruddur/gateway' };
const local = { ...group, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:4569/cloudwatch' };

describe('the CloudWatch sink', () => {
  test.for<readonly [string, Record<string, string>, object | undefined]>([
    ['is off without a group', { AWS_REGION: 'eu-central-1', CLOUDWATCH_LOG_RETENTION_DAYS: '7' }, undefined],
    [
      'has defaults',
      group,
      {
        group: '/cruddur/gateway',
        streamTemplate: '{service}/{host}/{instance}',
        retentionDays: undefined,
        region: undefined,
        endpoint: undefined,
        useLocalCredentials: false,
        maxBufferBytes: 16 * 1024 * 1024,
        overflow: 'drop-oldest',
        maxDelayMs: 2000,
        spoolFolder: undefined,
        metrics: false,
      },
    ],
    [
      'has all its settings',
      {
        ...group,
        CLOUDWATCH_LOG_STREAM: '{environment}/{pid}/{date}',
        CLOUDWATCH_LOG_RETENTION_DAYS: '30',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'https://aws.example',
        CRUDDUR_CLOUDWATCH_MAX_BUFFER_BYTES: '4194304',
        CRUDDUR_CLOUDWATCH_OVERFLOW: 'drop-newest',
        CRUDDUR_CLOUDWATCH_MAX_DELAY: '500',
        CRUDDUR_CLOUDWATCH_SPOOL: '/var/spool/cruddur',
        CRUDDUR_CLOUDWATCH_METRICS: 'true',
      },
      {
        streamTemplate: '{environment}/{pid}/{date}',
        retentionDays: 30,
        region: 'eu-west-1',
        endpoint: 'https://aws.example',
        useLocalCredentials: false,
        maxBufferBytes: 4_194_304,
        overflow: 'drop-newest',
        maxDelayMs: 500,
        spoolFolder: '/var/spool/cruddur',
        metrics: true,
      },
    ],
    ['needs no account for a local stand-in', local, { useLocalCredentials: true }],
    ['uses what credentials there are', { ...local, AWS_PROFILE: 'dev' }, { useLocalCredentials: false }],
    [
      'prefers the endpoint of the service',
      { ...local, AWS_ENDPOINT_URL: 'http://other.example' },
      { endpoint: 'http://127.0.0.1:4569/cloudwatch' },
    ],
    [
      'wants credentials for what is not local',
      { ...group, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1.example' },
      { useLocalCredentials: false },
    ],
  ])('%s', ([, environment, expected]) => {
    const result = parse(environment);
    const found = result.ok ? result.config.cloudwatch : result.problems;
    // safe: the tables hold objects and undefined only, which is what each of the two takes
    expect({ found }).toMatchObject({ found: expected as object });
  });

  test('every problem is told at once, with what would be right', () => {
    expect(
      parse({
        CLOUDWATCH_LOG_GROUP: 'aws/lambda',
        CLOUDWATCH_LOG_STREAM: '{service}:{thread_name}',
        CLOUDWATCH_LOG_RETENTION_DAYS: '10',
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://user:hunter2@127.0.0.1/',
        CRUDDUR_CLOUDWATCH_MAX_BUFFER_BYTES: '1',
        CRUDDUR_CLOUDWATCH_OVERFLOW: 'block',
      }),
    ).toEqual({
      ok: false,
      problems: [
        {
          variable: 'CLOUDWATCH_LOG_GROUP',
          found: '"aws/lambda"',
          expected: expect.stringContaining('aws/'),
        },
        {
          variable: 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS',
          found: expect.not.stringContaining('hunter2'),
          expected: expect.stringContaining('without user'),
        },
        {
          variable: 'CLOUDWATCH_LOG_STREAM',
          found: '"{service}:{thread_name}"',
          expected: expect.stringContaining('{instance}'),
        },
        {
          variable: 'CLOUDWATCH_LOG_RETENTION_DAYS',
          found: '10',
          expected: expect.stringContaining('the nearest is 7'),
        },
        {
          variable: 'CRUDDUR_CLOUDWATCH_MAX_BUFFER_BYTES',
          found: '"1"',
          expected: expect.stringContaining('4194304'),
        },
        {
          variable: 'CRUDDUR_CLOUDWATCH_OVERFLOW',
          found: '"block"',
          expected: expect.stringContaining('drop-oldest'),
        },
      ],
    });
  });

  test('a misspelt variable and a contradiction are told', () => {
    expect(parse({ CLOUDWATCH_LOG_GRUOP: 'x' })).toMatchObject({
      warnings: [expect.stringContaining('did you mean CLOUDWATCH_LOG_GROUP?')],
    });
    expect(parse({ ...group, OTEL_SDK_DISABLED: 'true' })).toMatchObject({
      warnings: [expect.stringContaining('log group')],
    });
  });
});
