import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEnvironmentReader,
  firstSetVariable,
  formatConfigProblems,
  type EnvironmentReader,
} from './environment-reader.ts';

type Read = (read: EnvironmentReader) => unknown;

/** The value that `read` gives and the problems it leaves. */
function run(
  value: string | undefined,
  read: Read,
): { readonly value: unknown; readonly problems: readonly unknown[] } {
  const reader = createEnvironmentReader({ NAME: value });
  const found = read(reader);
  const result = reader.result({});
  return { value: found, problems: result.ok ? [] : result.problems };
}

const integer: Read = (read) => read.integer('NAME', { min: 0, max: 100, fallback: 7 });
const number: Read = (read) => read.number('NAME', { min: 0, max: 1, fallback: 0.5 });
const boolean: Read = (read) => read.boolean('NAME', false);
const choice: Read = (read) => read.choice('NAME', ['pretty', 'json'], 'json');
const url: Read = (read) => read.url('NAME', ['http:', 'https:']);
const text: Read = (read) => read.text('NAME');

test.for<readonly [string, Read, string | undefined, unknown]>([
  ['text', text, ' hello ', 'hello'],
  ['blank text', text, ' \t', undefined],
  ['an integer', integer, '42', 42],
  ['an integer with blanks', integer, ' 42 ', 42],
  ['the smallest integer', integer, '0', 0],
  ['the largest integer', integer, '100', 100],
  ['an integer with exponent', integer, '1e2', 100],
  ['no integer', integer, undefined, 7],
  ['a blank integer', integer, '  ', 7],
  ['a number', number, '.25', 0.25],
  ['no number', number, '', 0.5],
  ['true', boolean, 'TRUE', true],
  ['1', boolean, '1', true],
  ['false', boolean, 'false', false],
  ['0', boolean, '0', false],
  ['no boolean', boolean, undefined, false],
  ['a choice', choice, 'Pretty', 'pretty'],
  ['no choice', choice, undefined, 'json'],
  ['a URL', url, 'http://127.0.0.1:4318', 'http://127.0.0.1:4318'],
  ['a URL with slashes at the end', url, 'https://api.example/base//', 'https://api.example/base'],
  ['no URL', url, undefined, undefined],
])('reads %s', ([, read, given, expected]) => {
  expect(run(given, read)).toEqual({ value: expected, problems: [] });
});

test.for<readonly [string, Read, string, unknown, string, string]>([
  ['an integer', integer, '12.5', 7, '"12.5"', 'a whole number from 0 to 100'],
  ['an integer', integer, '101', 7, '"101"', 'a whole number from 0 to 100'],
  ['an integer', integer, '-1', 7, '"-1"', 'a whole number from 0 to 100'],
  ['an integer', integer, '0x10', 7, '"0x10"', 'a whole number from 0 to 100'],
  ['an integer', integer, '5 minutes', 7, '"5 minutes"', 'a whole number from 0 to 100'],
  ['an integer', integer, 'Infinity', 7, '"Infinity"', 'a whole number from 0 to 100'],
  ['a number', number, '1e999', 0.5, '"1e999"', 'a number from 0 to 1'],
  ['a number', number, '50%', 0.5, '"50%"', 'a number from 0 to 1'],
  ['a boolean', boolean, 'yes', false, '"yes"', 'true or false'],
  ['a choice', choice, 'xml', 'json', '"xml"', 'one of pretty, json'],
  [
    'a URL',
    url,
    'localhost:4318',
    undefined,
    '"localhost:4318"',
    'an absolute URL starting with http:// or https://',
  ],
  ['a URL', url, 'ftp://x', undefined, '"ftp://x"', 'an absolute URL starting with http:// or https://'],
  ['a URL', url, 'nonsense', undefined, '"nonsense"', 'an absolute URL starting with http:// or https://'],
])(
  '%s from %j %s is a problem that says what was found and what was expected',
  ([, read, given, fallback, found, expected]) => {
    expect(run(given, read)).toEqual({ value: fallback, problems: [{ variable: 'NAME', found, expected }] });
  },
);

test.for([
  'ftp://user:hunter2@host/path',
  'user:hunter2@host:4318',
  '//user:hunter2@host',
  'http:/user:hunter2@host@other',
  'ftp://user:hun/ter2hunter2@host',
  'ftp://host/?token=hunter2',
  'host#hunter2',
])('a refused URL is shown without its secrets: %s', (value) => {
  const { problems } = run(value, url);
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

test('a secret shows itself to reveal() only', () => {
  const secret = createEnvironmentReader({ KEY: 'hunter2' }).secret('KEY');
  expect(secret?.reveal()).toBe('hunter2');
  for (const shown of [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    `${secret?.toString()}`,
  ])
    expect(shown).not.toContain('hunter2');
  expect(createEnvironmentReader({ KEY: ' ' }).secret('KEY')).toBeUndefined();
});

test('a long value is cut in the problem', () => {
  const { problems } = run('x'.repeat(5000), integer);
  expect(JSON.stringify(problems).length).toBeLessThan(200);
});

test('all problems are reported at once, for a person to read', () => {
  const read = createEnvironmentReader({ PORT: 'high', LOG_LEVEL: 'loud' });
  read.integer('PORT', { min: 0, max: 65_535, fallback: 4567 });
  read.choice('LOG_LEVEL', ['info', 'warn'], 'info');
  const result = read.result({});
  expect(!result.ok && formatConfigProblems('gateway', result.problems)).toBe(
    'gateway: 2 problems in the configuration (environment variables)\n' +
      '  PORT: found "high", expected a whole number from 0 to 65535\n' +
      '  LOG_LEVEL: found "loud", expected one of info, warn\n',
  );
});

test('the config is frozen', () => {
  const result = createEnvironmentReader({}).result({ port: 1 });
  expect(result).toEqual({ ok: true, config: { port: 1 }, warnings: [] });
  expect(result.ok && Object.isFrozen(result.config)).toBe(true);
});

test('no value makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(text, integer, number, boolean, choice, url), (value, read) => {
      expect(run(value, read).problems.length).toBeLessThanOrEqual(1);
    }),
  );
});

/** A process that reads four variables, and what it says of the others. */
function warnings(environment: Record<string, string>): readonly string[] {
  const read = createEnvironmentReader(environment);
  for (const name of ['OTEL_SERVICE_NAME', 'CRUDDUR_TRUST_PROXY', 'HONEYCOMB_API_KEY', 'PORT'])
    read.text(name);
  const result = read.result({});
  return result.ok ? result.warnings : ['not ok'];
}
const didYouMean = (name: string, nearest: string): string =>
  `${name} is not a variable that is read here; did you mean ${nearest}?`;

describe('variables that nobody reads', () => {
  test.for([
    ['OTEL_SERVICE_NAMES', 'OTEL_SERVICE_NAME'],
    ['OTEL_SEVICE_NAME', 'OTEL_SERVICE_NAME'],
    ['otel_service_name', 'OTEL_SERVICE_NAME'],
    ['OTLE_SERVICE_NAME', 'OTEL_SERVICE_NAME'],
    ['CRUDUR_TRUST_PROXY', 'CRUDDUR_TRUST_PROXY'],
    ['CRUDDUR_TRUST', 'CRUDDUR_TRUST_PROXY'],
    ['CRUDDUR_TRUST_PROXY_HEADERS', 'CRUDDUR_TRUST_PROXY'],
    ['HONEYCOMB_APIKEY', 'HONEYCOMB_API_KEY'],
  ] as const)('%s is near %s', ([name, nearest]) => {
    expect(warnings({ [name]: 'x' })).toEqual([didYouMean(name, nearest)]);
  });

  test('OTEL_* and HONEYCOMB_* that nobody knows are told', () => {
    expect(warnings({ OTEL_MAGIC: '1', HONEYCOMB_SERVICE_NAME: 'x' })).toEqual([
      'OTEL_MAGIC is not a variable that is read here',
      'HONEYCOMB_SERVICE_NAME is not a variable that is read here',
    ]);
  });

  test.for([
    'OTEL_METRICS_EXPORTER',
    'OTEL_BSP_EXPORT_TIMEOUT',
    'OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE',
    'OTEL_EXPORTER_OTLP_CERTIFICATE',
    'OTEL_NODE_RESOURCE_DETECTORS',
    'OTEL_SEMCONV_STABILITY_OPT_IN',
  ])('%s is standard and ignored, not misspelt', (name) => {
    expect(warnings({ [name]: 'x' })).toEqual([
      `${name} is ignored: it is standard, but not implemented here`,
    ]);
  });

  test("what is read, blank, another service's or nobody's business is not told", () => {
    expect(
      warnings({
        OTEL_SERVICE_NAME: 'gateway',
        OTEL_MAGIC: ' ',
        CRUDDUR_RATE_LIMIT_PER_MINUTE: '60',
        CRUDDUR_CORS_ORIGINS: 'x',
        HOST: 'x',
        POST: 'x',
        PATH: '/bin',
      }),
    ).toEqual([]);
  });

  test('a process that reads no variable of a prefix does not judge it', () => {
    const read = createEnvironmentReader({
      OTEL_MAGIC: '1',
      OTEL_METRICS_EXPORTER: 'none',
      HONEYCOMB_X: '1',
    });
    read.text('CRUDDUR_OTLP_PORT');
    expect(read.result({})).toMatchObject({ warnings: [] });
  });

  test('a variable that has its warning already gets no second one', () => {
    const read = createEnvironmentReader({ OTEL_SERVICE_NAMES: 'x' });
    read.text('OTEL_SERVICE_NAME');
    read.warn('OTEL_SERVICE_NAMES is wrong');
    expect(read.result({})).toMatchObject({ warnings: ['OTEL_SERVICE_NAMES is wrong'] });
  });
});

test('the first variable that is set wins, and the other is known all the same', () => {
  const read = createEnvironmentReader({ OTEL_A_ONE: '1', OTEL_A_TWO: '2' });
  expect(firstSetVariable(read, 'OTEL_A_ONE', 'OTEL_A_TWO')).toBe('OTEL_A_ONE');
  expect(firstSetVariable(read, 'OTEL_A_NONE', 'OTEL_A_TWO')).toBe('OTEL_A_TWO');
  expect(read.result({})).toMatchObject({ warnings: [] });
});
