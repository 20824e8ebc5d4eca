import { context as activeContext, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import { hostileValues } from './fixtures/hostile-values.ts';
import { toJsonLine, toPrettyLine } from './format-record.ts';
import type { JsonObject } from './json-value.ts';
import type { LogAttributes, Logger, LogLevel, LogRecord } from './logger.ts';

const timeMs = Date.UTC(2026, 10, 21, 12, 34, 56, 789);
const parent = { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 };

function collect(level: LogLevel = 'info'): { log: Logger; records: LogRecord[] } {
  const records: LogRecord[] = [];
  const write = (written: LogRecord): void => void records.push(written);
  return { records, log: createLogger({ level, nowMs: () => timeMs, write }) };
}

function quantileUs(quantile: number, value: unknown): number {
  const log = createLogger({
    level: 'info',
    nowMs: Date.now,
    write: (written) => void toJsonLine(written, 'gateway'),
  });
  const ofRound = (): number => {
    const timesMs = Array.from({ length: 300 }, () => {
      const startMs = performance.now();
      log.info('GET http://bob:secret@host/path', { value, 'http.route': '/api/activities/:id' });
      return performance.now() - startMs;
    });
    return 1000 * (timesMs.toSorted((a, b) => a - b)[Math.floor(timesMs.length * quantile)] ?? Infinity);
  };
  // The best of some rounds: the machine is busy with other things, and the first ones warm up.
  return Math.min(...Array.from({ length: 10 }, ofRound));
}

describe('createLogger', () => {
  beforeEach(() => {
    activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterEach(() => activeContext.disable());

  test.for<readonly [LogLevel, readonly LogLevel[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('at level %s writes %j', ([level, expected]) => {
    const records: LogRecord[] = [];
    const log = createLogger({ level, nowMs: () => timeMs, write: (record) => records.push(record) });
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
    expect(records.map((record) => record.level)).toEqual(expected);
  });

  test("puts the active span's ids on the record, and none outside of a span", () => {
    const records: LogRecord[] = [];
    const log = createLogger({ level: 'info', nowMs: () => timeMs, write: (record) => records.push(record) });
    activeContext.with(trace.setSpanContext(ROOT_CONTEXT, parent), () => log.info('inside', { a: 1 }));
    log.info('outside');
    expect(records).toEqual([
      {
        timeMs,
        level: 'info',
        body: 'inside',
        attributes: { a: 1 },
        traceId: parent.traceId,
        spanId: parent.spanId,
        traceFlags: 1,
        severityNumber: 9,
        severityText: 'INFO',
      },
      { timeMs, level: 'info', severityNumber: 9, severityText: 'INFO', body: 'outside', attributes: {} },
    ]);
  });

  test('puts on the record what the logger, the context and the call say; the nearest wins', () => {
    const { log, records } = collect();
    const child = log.with({ a: 'logger', b: 'logger', password: 'canary' });
    log.runWith({ a: 'outer', c: 'outer', d: 'outer' }, () =>
      log.runWith({ d: 'inner', error: new Error('canary=1') }, () =>
        child.with({ e: 5n }).info('x', { b: 'call' }),
      ),
    );
    log.info('outside');
    expect(records.map(({ attributes }) => attributes)).toMatchObject([
      { a: 'logger', b: 'call', c: 'outer', d: 'inner', e: '5', password: '[redacted]' },
      {},
    ]);
  });

  test('what is bound is as it was then, whatever becomes of it', () => {
    const { log, records } = collect();
    const attributes: Record<string, unknown> = { a: 1 };
    const child = log.with(attributes);
    attributes['a'] = 2;
    child.info('x');
    expect(records[0]?.attributes).toEqual({ a: 1 });
  });

  test.for<readonly [string, (log: Logger, error: Error) => void, string]>([
    ['an attribute of that name', (log, error) => log.error('text', { error, a: 1 }), 'text'],
    [
      'an entry',
      (log, error) => log.emit({ level: 'error', body: 'text', attributes: { a: 1 }, error }),
      'text',
    ],
    // safe: what JavaScript callers do
    ['the body', (log, error) => log.error(error as unknown as string, { a: 1 }), 'broken'],
  ])('an error as %s is the structured error', ([, logError, body]) => {
    const { log, records } = collect();
    logError(log, new TypeError('broken', { cause: new Error('password=canary') }));
    expect(records).toMatchObject([
      {
        body,
        error: { type: 'TypeError', message: 'broken', cause: { message: 'password=[redacted]' } },
      },
    ]);
    expect(records[0]?.attributes).toEqual({ a: 1 });
    expect(records[0]?.error?.['stack']).toContain('log.test.ts');
  });

  test('anything can be logged in any place, and nothing is lost', () => {
    const { log, records } = collect();
    const made = Object.values(hostileValues);
    for (const make of made) {
      // safe: what JavaScript callers do
      log.info(make() as string);
      log.info('attribute', { value: make(), error: make() });
      log.info('attributes', make() as LogAttributes);
      log.emit({ level: 'info', body: 'error', error: make() });
      log.with(make() as LogAttributes).info('bound');
    }
    expect(records).toHaveLength(5 * made.length);
    for (const written of records) {
      expect(() => JSON.parse(toJsonLine(written, 'gateway'))).not.toThrow();
      expect(toPrettyLine(written)).toMatch(/\n$/);
    }
  });

  test('an ordinary line takes less than 50 us at the 99th percentile', () => {
    expect(quantileUs(0.99, { id: 'a', count: 5 })).toBeLessThan(50);
  });

  test.for(Object.entries(hostileValues))('less than 200 us as a rule when it is %s', ([, make]) => {
    expect(quantileUs(0.5, make())).toBeLessThan(200);
  });

  test('a sink that throws reaches nobody', () => {
    const log = createLogger({
      level: 'info',
      nowMs: () => timeMs,
      write: () => {
        throw new Error('EPIPE');
      },
    });
    expect(() => log.error('lost')).not.toThrow();
  });
});

const record = (body: string, attributes: JsonObject = {}): LogRecord => ({
  timeMs,
  level: 'warn',
  severityNumber: 13,
  severityText: 'WARN',
  body,
  attributes,
});

describe('lines', () => {
  test('JSON has the fields of the record and its attributes side by side', () => {
    const line = toJsonLine({ ...record('hello', { 'http.route': '/a' }), ...parent }, 'gateway');
    expect(JSON.parse(line)).toEqual({
      'http.route': '/a',
      time: '2026-11-21T12:34:56.789Z',
      level: 'warn',
      service: 'gateway',
      message: 'hello',
      severityText: 'WARN',
      traceId: parent.traceId,
      spanId: parent.spanId,
      xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    });
  });

  test('an attribute cannot pose as a field of the record', () => {
    const line = toJsonLine(
      record('real', { message: 'fake', level: 'error', service: 'other', time: 'never' }),
      'gateway',
    );
    expect(JSON.parse(line)).toMatchObject({ message: 'real', level: 'warn', service: 'gateway' });
  });

  test('pretty has time, level, text, attributes and trace', () => {
    expect(toPrettyLine({ ...record('hello', { a: 1, b: 'x y' }), ...parent })).toBe(
      `12:34:56.789 WARN  hello a=1 b=x y trace=${parent.traceId}\n`,
    );
  });

  test.each([Number.NaN, Infinity, 9e15])('a time of %s, which is none, loses no line', (time) => {
    const odd = { ...record('hello'), timeMs: time };
    expect(JSON.parse(toJsonLine(odd, 'gateway'))).toMatchObject({ message: 'hello' });
    expect(toPrettyLine(odd)).toContain('hello');
  });

  test('the error is a field of a JSON line, and follows a pretty one with its causes', () => {
    const error = {
      type: 'TypeError',
      message: 'broken',
      stack: 'TypeError: broken\n    at a',
      code: 'E\u001b[31m',
      cause: { type: 'Error', message: 'deeper', stack: 'Error: deeper\n    at b', cause: 'text' },
    };
    expect(JSON.parse(toJsonLine({ ...record('hello'), error }, 'gateway'))).toMatchObject({ error });
    expect(toPrettyLine({ ...record('hello', { a: { b: 1 } }), error })).toBe(
      [
        '12:34:56.789 WARN  hello a={"b":1}',
        'TypeError: broken',
        '    at a',
        '  code=E\\x1b[31m',
        'caused by Error: deeper',
        '    at b',
        'caused by text',
        '',
      ]
        .join('\n    ')
        .trimEnd()
        .concat('\n'),
    );
  });

  test('whatever is logged, JSON is one line, and no line but the first of a pretty record begins at the left', () => {
    const breaks = fc.constantFrom('\n', '\r', '\u001b', '\u2028', '\u009b');
    const text = fc
      .array(fc.oneof(breaks, fc.string({ maxLength: 5 })), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, (body, key, value) => {
        const json = toJsonLine(record(body, { [key]: value }), 'gateway');
        expect(json.indexOf('\n')).toBe(json.length - 1);
        const pretty = toPrettyLine(record(body, { [key]: value }));
        expect(pretty).toMatch(/^12:34:56\.789 WARN [^\r\u001b\u009b]*\n$/);
        expect(pretty.slice(0, -1)).not.toMatch(/\n(?! {4})/);
      }),
    );
  });
});
