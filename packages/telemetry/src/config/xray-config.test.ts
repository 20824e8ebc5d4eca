import { describe, expect, test } from 'vitest';
import { defaultAnnotations } from '../xray/xray-settings.ts';
import { createEnvironmentReader, type ConfigResult } from './environment-reader.ts';
import { parseTelemetryConfig, type TelemetryConfig } from './telemetry-config.ts';

function parse(environment: Record<string, string>): ConfigResult<TelemetryConfig> {
  const read = createEnvironmentReader(environment);
  return read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

const daemon = { AWS_XRAY_DAEMON_ADDRESS: 'xray:2000' };
const ends = { udp: { host: 'xray', port: 2000 }, tcp: { host: 'xray', port: 2000 } };

describe('the X-Ray sink', () => {
  test.for<readonly [string, Record<string, string>, object | undefined]>([
    ['is off without an address', { CRUDDUR_XRAY_ANNOTATIONS: 'a', CLOUDWATCH_LOG_GROUP: 'b' }, undefined],
    ['has defaults', daemon, { daemon: ends, annotations: defaultAnnotations, logGroupNames: [] }],
    [
      'has all its settings',
      {
        AWS_XRAY_DAEMON_ADDRESS: 'tcp:a:1 udp:b:2',
        CRUDDUR_XRAY_ANNOTATIONS: ' http.route, user.id ,,http.route',
        CLOUDWATCH_LOG_GROUP: '/ecs/cruddur',
      },
      {
        daemon: { udp: { host: 'b', port: 2 }, tcp: { host: 'a', port: 1 } },
        annotations: ['http.route', 'user.id'],
        logGroupNames: ['/ecs/cruddur'],
      },
    ],
    [
      'annotates nothing when told so',
      { ...daemon, CRUDDUR_XRAY_ANNOTATIONS: 'None' },
      { daemon: ends, annotations: [], logGroupNames: [] },
    ],
  ])('%s', ([, environment, expected]) => {
    expect(parse(environment)).toMatchObject({ ok: true, warnings: [], config: { xray: expected } });
  });

  test.for<readonly [string, Record<string, string>, string, string]>([
    ['AWS_XRAY_DAEMON_ADDRESS', { AWS_XRAY_DAEMON_ADDRESS: 'udp:x:1' }, '"udp:x:1"', 'needs the other one'],
    ['AWS_XRAY_DAEMON_ADDRESS', { AWS_XRAY_DAEMON_ADDRESS: 'http://u:secret@x' }, 'something', 'scheme'],
    [
      'CRUDDUR_XRAY_ANNOTATIONS',
      { CRUDDUR_XRAY_ANNOTATIONS: Array.from({ length: 51 }, (_, index) => `key${index}`).join(',') },
      '51 keys',
      'at most 50',
    ],
    ['CRUDDUR_XRAY_ANNOTATIONS', { CRUDDUR_XRAY_ANNOTATIONS: 'http.route user.id' }, 'blank', 'commas'],
    ['CLOUDWATCH_LOG_GROUP', { CLOUDWATCH_LOG_GROUP: 'a:b' }, '"a:b"', 'log group'],
  ])('a problem of %s in %j', ([variable, environment, found, expected]) => {
    expect(parse(environment)).toEqual({
      ok: false,
      problems: [
        { variable, found: expect.stringContaining(found), expected: expect.stringContaining(expected) },
      ],
    });
    expect(JSON.stringify(parse(environment))).not.toContain('secret');
  });

  test('a contradiction is told', () => {
    expect(parse({ ...daemon, OTEL_SDK_DISABLED: 'true' })).toMatchObject({
      warnings: [expect.stringContaining('OTEL_SDK_DISABLED is true')],
    });
    expect(parse({ AWS_XRAY_DEAMON_ADDRESS: 'xray:2000' })).toMatchObject({
      warnings: [expect.stringContaining('did you mean AWS_XRAY_DAEMON_ADDRESS?')],
    });
  });

  test("variables of X-Ray's own SDKs are nobody's mistake", () => {
    const theirs = { AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR', AWS_XRAY_TRACING_NAME: 'x' };
    expect(parse(theirs)).toMatchObject({ ok: true, warnings: [] });
  });
});

describe('the sampler xray', () => {
  const sampler = { OTEL_TRACES_SAMPLER: 'xray' };

  test('has its rule file', () => {
    expect(parse({ ...sampler, AWS_XRAY_SAMPLING_RULES: 'aws/json/xray.json' })).toMatchObject({
      warnings: [],
      config: { sampler: { root: 'xray', parentBased: true, rulesFile: 'aws/json/xray.json' } },
    });
  });

  test.for<readonly [string, Record<string, string>, readonly string[]]>([
    ['a daemon has rules', { ...sampler, ...daemon }, []],
    ['nobody has rules', sampler, ['default rule decides']],
    ['nobody reads the rules', { AWS_XRAY_SAMPLING_RULES: 'x' }, ['AWS_XRAY_SAMPLING_RULES is ignored']],
    [
      'it takes no argument',
      { ...sampler, ...daemon, OTEL_TRACES_SAMPLER_ARG: '1' },
      ['OTEL_TRACES_SAMPLER_ARG is ignored'],
    ],
  ])('%s', ([, environment, expected]) => {
    const result = parse(environment);
    const warnings = result.ok ? result.warnings : ['not ok'];
    expect(warnings).toHaveLength(expected.length);
    expected.forEach((warning, index) => expect(warnings[index]).toContain(warning));
  });
});
