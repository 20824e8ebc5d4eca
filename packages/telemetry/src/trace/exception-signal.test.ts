import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { traceRequests } from '../hono/trace-requests.ts';
import { createTestTelemetry, type TestTelemetry } from '../testing/create-test-telemetry.ts';
import type { ExceptionSignalOptIn } from './exception-signal.ts';

/** What a back end would bill: exception events of spans, and log records that tell of an exception. */
function counts({ spans, logs }: TestTelemetry): { spanEvents: number; records: number; lines: number } {
  const lines = logs();
  return {
    spanEvents: spans().flatMap(({ events }) => events.filter(({ name }) => name === 'exception')).length,
    records: lines.filter(({ attributes }) => attributes['event.name'] === 'exception').length,
    lines: lines.length,
  };
}

async function answer(traced: TestTelemetry, handler: () => Promise<string>): Promise<void> {
  const app = new Hono();
  app.use(traceRequests(traced.telemetry));
  app.get('/a', async (c) => c.text(await handler()));
  app.onError((_error, c) => c.text('sorry', 500));
  await app.request('/a');
}

const failToFetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));

const optIns: readonly ExceptionSignalOptIn[] = ['span-event', 'logs', 'logs/dup'];

describe.each(optIns)('with %s', (exceptionSignal) => {
  const isEvent = exceptionSignal !== 'logs';
  const isRecord = exceptionSignal !== 'span-event';

  test('a handler that throws: one exception on the span, or one record, which is the line that reports it', async () => {
    const traced = createTestTelemetry({ exceptionSignal });
    await answer(traced, () => Promise.reject(new Error('broken')));
    expect(counts(traced)).toEqual({ spanEvents: isEvent ? 1 : 0, records: isRecord ? 1 : 0, lines: 1 });
    expect(traced.spans()[0]?.attributes).toMatchObject({ 'error.type': 'Error' });
  });

  test('an error on its way through two spans and the request is one record, of the innermost span', async () => {
    const traced = createTestTelemetry({ exceptionSignal });
    const { withSpan } = traced.telemetry;
    await answer(traced, () =>
      withSpan('outer', () => withSpan('inner', () => Promise.reject(new Error('broken')))),
    );
    expect(counts(traced)).toEqual({
      spanEvents: isEvent ? 3 : 0,
      records: isRecord ? 1 : 0,
      lines: isRecord ? 2 : 1,
    });
    const record = traced.logs().find(({ attributes }) => attributes['event.name'] === 'exception');
    const inner = traced.spans().find(({ name }) => name === 'inner');
    expect(record?.spanId).toBe(isRecord ? inner?.spanContext().spanId : undefined);
  });

  test('an error object that fails one request after the other is an exception of each', async () => {
    const traced = createTestTelemetry({ exceptionSignal });
    const kept = Promise.reject(new Error('no connection'));
    await answer(traced, () => kept);
    await answer(traced, () => kept);
    expect(counts(traced)).toEqual({ spanEvents: isEvent ? 2 : 0, records: isRecord ? 2 : 0, lines: 2 });
  });

  test('an error that somebody deals with is told as well', async () => {
    const traced = createTestTelemetry({ exceptionSignal });
    await answer(traced, () =>
      traced.telemetry.withSpan('try', () => Promise.reject(new TypeError('broken'))).catch(() => 'done'),
    );
    expect(counts(traced)).toEqual({
      spanEvents: isEvent ? 1 : 0,
      records: isRecord ? 1 : 0,
      lines: isRecord ? 1 : 0,
    });
    const record = {
      level: 'warn',
      body: 'broken',
      attributes: { 'exception.type': 'TypeError' },
      error: { type: 'TypeError', message: 'broken' },
    };
    expect(traced.logs()).toMatchObject(isRecord ? [record] : []);
  });

  test('a call that fails', async () => {
    const traced = createTestTelemetry({ exceptionSignal, fetch: failToFetch });
    await answer(traced, () => traced.telemetry.fetch('http://a.example/').then(String, () => 'done'));
    expect(counts(traced)).toMatchObject({ spanEvents: isEvent ? 1 : 0, records: isRecord ? 1 : 0 });
  });

  test('what is recorded by hand stays where it was put', () => {
    const traced = createTestTelemetry({ exceptionSignal });
    traced.telemetry.withSpan('work', (span) => span.recordException(new Error('broken')));
    expect(counts(traced)).toEqual({ spanEvents: 1, records: 0, lines: 0 });
  });
});
