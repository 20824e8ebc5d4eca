import { context as activeContext, ROOT_CONTEXT, trace, type Attributes } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import { toJsonLine, toPrettyLine } from './format-record.ts';
import type { LogLevel, LogRecord } from './logger.ts';

const timeMs = Date.UTC(2026, 10, 21, 12, 34, 56, 789);
const parent = { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 };

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
      },
      { timeMs, level: 'info', body: 'outside', attributes: {} },
    ]);
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

const record = (body: string, attributes: Attributes = {}): LogRecord => ({
  timeMs,
  level: 'warn',
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
      traceId: parent.traceId,
      spanId: parent.spanId,
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
