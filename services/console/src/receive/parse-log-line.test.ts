import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../api/log-types.ts';
import { parseLogLine } from './parse-log-line.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const source = { group: '/cruddur/gateway', stream: 'a', timestampMs: 1_795_000_000_123 };

const parse = (line: unknown): LogLine =>
  parseLogLine(typeof line === 'string' ? line : JSON.stringify(line), source, () => 'given');

describe('parseLogLine', () => {
  it('reads a line of ours', () => {
    expect(
      parse({
        time: '2026-11-21T00:00:00.123Z',
        level: 'warn',
        severityText: 'WARN',
        service: 'gateway',
        message: 'slow upstream',
        traceId,
        spanId: 'b7ad6b7169203331',
        xray_trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
        event_id: 'e-1',
        'http.route': '/api/activities/home',
        retries: 2,
      }),
    ).toEqual({
      id: 'e-1',
      timeMs: 1_795_000_000_123,
      level: 'warn',
      message: 'slow upstream',
      service: 'gateway',
      traceId,
      spanId: 'b7ad6b7169203331',
      isRequest: false,
      isStructured: true,
      attributes: { 'http.route': '/api/activities/home', retries: 2 },
      group: '/cruddur/gateway',
      stream: 'a',
    });
  });

  it('reads an error with its own fields and its causes', () => {
    const cause = { type: 'PoolError', message: 'no connection', code: 'ECONNREFUSED' };
    expect(
      parse({ message: 'failed', error: { type: 'E', message: 'm', stack: 'E: m', id: 7, cause } }),
    ).toMatchObject({
      error: {
        type: 'E',
        message: 'm',
        stack: 'E: m',
        fields: { id: 7 },
        cause: { type: 'PoolError', message: 'no connection', fields: { code: 'ECONNREFUSED' } },
      },
      attributes: {},
    });
    expect(parse({ error: { message: 'm', cause: 'text' } }).error).toMatchObject({
      fields: { cause: 'text' },
    });
  });

  it('keeps an error that is none among the attributes', () => {
    expect(parse({ error: 'no such user' })).toMatchObject({ attributes: { error: 'no such user' } });
    expect(parse({ error: 'no such user' }).error).toBeUndefined();
  });

  it('goes by the clock of the sender, which wrote the spans too', () => {
    expect(parse({ message: 'm', original_ts: 5, clock_skew_ms: -20 })).toMatchObject({
      timeMs: 5,
      attributes: { clock_skew_ms: -20 },
    });
  });

  it('keeps to times that can be shown', () => {
    expect(parse({ original_ts: 1e300 }).timeMs).toBe(source.timestampMs);
  });

  it('knows the event of a whole request', () => {
    expect(parse({ 'event.name': 'cruddur.request', message: 'GET /' }).isRequest).toBe(true);
  });

  it.each([
    [{ trace_id: traceId.toUpperCase() }, { traceId }],
    [{ xray_trace_id: '1-0af76519-16cd43dd8448eb211c80319c' }, { traceId }],
    [
      { msg: 'as pino has it', severity: 'WARNING' },
      { message: 'as pino has it', level: 'warn' },
    ],
    [{ level: 'fatal' }, { level: 'error' }],
  ])('reads what other loggers write: %j', (line, expected) => {
    expect(parse(line)).toMatchObject(expected);
  });

  it.each(['START RequestId: 1', '[1,2]', '"text"', '{"cut":', `${'{"a":'.repeat(101)}1${'}'.repeat(101)}`])(
    'keeps what is no JSON object, or a hostile one, as text: %s',
    (text) => {
      expect(parse(text)).toEqual({
        id: 'given',
        timeMs: source.timestampMs,
        message: text,
        service: '',
        isRequest: false,
        isStructured: false,
        attributes: {},
        group: source.group,
        stream: source.stream,
      });
    },
  );

  it.each([
    `12:00 INFO done trace=1 traceId=${traceId}`,
    'END XRAY 1-0AF76519-16cd43dd8448eb211c80319c sampled',
  ])('finds the trace that a text names: %s', (text) => {
    expect(parse(text)).toMatchObject({ traceId, isStructured: false });
  });

  it('takes any line, and always the same way', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const line = parse(text);
          expect(parse(text)).toEqual(line);
          expect(line.timeMs).toBe(source.timestampMs);
          expect(line.isStructured || line.message === text).toBe(true);
        },
      ),
    );
  });
});
