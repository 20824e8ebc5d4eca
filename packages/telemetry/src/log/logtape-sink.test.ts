import { configure, getLogger, reset, withContext } from '@logtape/logtape';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogTapeContextStorage, createLogTapeSink } from '../logtape.ts';
import { createTestTelemetry, type TestTelemetry } from '../testing.ts';
import { hostileValues } from './fixtures/hostile-values.ts';

const logTemplate = (first: unknown, second: unknown): void =>
  getLogger('a').info`password=${first} of ${second}`;

let kit: TestTelemetry;
beforeEach(async () => {
  kit = createTestTelemetry();
  await configure({
    sinks: { telemetry: createLogTapeSink(kit.telemetry.log) },
    loggers: [
      { category: [], lowestLevel: 'trace', sinks: ['telemetry'] },
      { category: ['logtape', 'meta'], lowestLevel: 'warning', sinks: ['telemetry'] },
    ],
    contextLocalStorage: createLogTapeContextStorage(),
  });
});
afterEach(() => reset());

test('what a library logs has the ids of the active span, its context and its name', () => {
  const logger = getLogger(['my-library', 'pool']);
  kit.telemetry.withSpan('work', () =>
    withContext({ tenant: 'a' }, () => logger.info('{count} of {total} in use', { count: 3, total: 5n })),
  );
  expect(kit.logs()).toMatchObject([
    {
      level: 'info',
      severityText: 'INFO',
      body: '3 of 5 in use',
      spanId: kit.spans()[0]?.spanContext().spanId,
      attributes: { 'logger.name': 'my-library.pool', count: 3, total: '5', tenant: 'a' },
    },
  ]);
});

test('each level has its severity', () => {
  const logger = getLogger('a');
  logger.trace('x');
  logger.debug('x');
  logger.info('x');
  logger.warn('x');
  logger.error('x');
  logger.fatal('x');
  // The test telemetry's level is debug.
  expect(kit.logs().map((record) => [record.level, record.severityNumber, record.severityText])).toEqual([
    ['debug', 5, 'DEBUG'],
    ['info', 9, 'INFO'],
    ['warn', 13, 'WARN'],
    ['error', 17, 'ERROR'],
    ['error', 21, 'FATAL'],
  ]);
});

test('errors are structured, templates are redacted as a whole', () => {
  const logger = getLogger('a');
  logger.error('cannot save', { error: new TypeError('broken') });
  logTemplate('canary', { token: 'canary' });
  logger.info('for {user}', { user: { name: 'bob', password: 'canary' } });
  expect(kit.logs()).toMatchObject([
    { body: 'cannot save', error: { type: 'TypeError', message: 'broken' } },
    { body: 'password=[redacted] of {"token":"[redacted]"}' },
    { body: 'for {"name":"bob","password":"[redacted]"}' },
  ]);
  expect(JSON.stringify(kit.logs())).not.toContain('canary');
});

test('anything can be a value of a template, and nothing is lost', () => {
  const values = Object.values(hostileValues);
  for (const make of values) logTemplate('', make());
  expect(kit.logs().filter(({ body }) => body.startsWith('password='))).toHaveLength(values.length);
});

test('the time and the place of a record are those that LogTape says', () => {
  createLogTapeSink(kit.telemetry.log)({
    category: ['a'],
    level: 'info',
    message: ['x'],
    rawMessage: 'x',
    timestamp: 123,
    properties: {},
    sourceLocation: { file: 'file:///a.ts', line: 5, column: 1 },
  });
  expect(kit.logs()).toMatchObject([
    { timeMs: 123, attributes: { 'code.file.path': 'file:///a.ts', 'code.line.number': 5 } },
  ]);
});
