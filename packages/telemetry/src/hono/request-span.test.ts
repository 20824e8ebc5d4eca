import { SpanStatusCode } from '@opentelemetry/api';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestTelemetry, type FinishedSpan, type TestTelemetry } from '../testing.ts';
import { runApp, runtimes } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

let kit: TestTelemetry;
let app: Hono;
beforeEach(() => {
  kit = createTestTelemetry();
  app = new Hono().use(traceRequests(kit.telemetry));
  // Hono's own error handler and its Node server print what they answer with a 500.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

function exceptionMessages(span: FinishedSpan | undefined): unknown[] {
  return (span?.events ?? []).map(({ attributes }) => attributes?.['exception.message']);
}

describe.each(runtimes)('errors on %s', (runtime) => {
  const get = async (path = '/'): Promise<{ status: number | undefined; span: FinishedSpan | undefined }> => {
    await using server = await runApp(runtime, app);
    const response = await server.fetch(path).catch(() => undefined);
    await response?.text();
    const [span] = await kit.spansWhen(1);
    expect(kit.telemetry.health().openSpans).toBe(0);
    return { status: response?.status, span };
  };

  test('a thrown Error is a 500: one exception, one report with the ids and the route of its request', async () => {
    app.get('/items/:id', () => {
      throw new TypeError('broken');
    });
    const { status, span } = await get('/items/7');
    expect(status).toBe(500);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 500, 'error.type': 'TypeError' });
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(exceptionMessages(span)).toEqual(['broken']);
    expect(kit.logs()).toMatchObject([
      {
        level: 'error',
        body: 'broken',
        traceId: span?.spanContext().traceId,
        spanId: span?.spanContext().spanId,
        attributes: {
          'http.request.method': 'GET',
          'http.route': '/items/:id',
          'exception.type': 'TypeError',
        },
        error: { type: 'TypeError', stack: expect.stringContaining('request-span.test.ts') },
      },
    ]);
  });

  test('a rejection is the same as a throw', async () => {
    app.get('/', () => Promise.reject(new Error('later')));
    const { status, span } = await get();
    expect(status).toBe(500);
    expect(exceptionMessages(span)).toEqual(['later']);
  });

  test('an error that onError turns into a 4xx is none', async () => {
    app.get('/', () => {
      throw new Error('no such item');
    });
    app.onError((_error, c) => c.text('', 404));
    const { status, span } = await get();
    expect(status).toBe(404);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes).not.toHaveProperty('error.type');
    expect(span?.events).toEqual([]);
    expect(kit.logs()).toEqual([]);
  });

  test('an HTTPException with a 5xx is an error', async () => {
    app.get('/', () => {
      throw new HTTPException(503, { message: 'upstream is down' });
    });
    const { status, span } = await get();
    expect(status).toBe(503);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(exceptionMessages(span)).toEqual(['upstream is down']);
    expect(kit.logs()).toHaveLength(1);
  });

  test('a 5xx that the handler answers itself is an error without an exception', async () => {
    app.get('/', (c) => c.text('', 502));
    const { span } = await get();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('502');
    expect(span?.events).toEqual([]);
    expect(kit.logs()).toEqual([]);
  });

  test('when onError throws too, both errors are kept, the first as the cause', async () => {
    app.get('/', () => {
      throw new TypeError('first');
    });
    app.onError(() => {
      throw new RangeError('second');
    });
    const { span } = await get();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('TypeError');
    expect(exceptionMessages(span)).toEqual(['first', 'second']);
    expect(kit.logs().map(({ body }) => body)).toEqual(['first', 'second']);
  });

  test('an onError that throws its error again is one error', async () => {
    app.get('/', () => {
      throw new TypeError('again');
    });
    app.onError((error) => {
      throw error;
    });
    const { span } = await get();
    expect(exceptionMessages(span)).toEqual(['again']);
    expect(kit.logs()).toHaveLength(1);
  });

  test('an error that a sub-app answers with its own 500 is reported', async () => {
    const sub = new Hono().get('/:id', () => {
      throw new Error('in the sub-app');
    });
    app.route(
      '/sub',
      sub.onError((_error, c) => c.text('', 500)),
    );
    app.onError((_error, c) => c.text('', 418));
    const { status, span } = await get('/sub/7');
    expect(status).toBe(500);
    expect(exceptionMessages(span)).toEqual(['in the sub-app']);
    expect(kit.logs().map(({ attributes }) => attributes['http.route'])).toEqual(['/sub/:id']);
  });

  test('an error that a mounted app answers with its own 500 is reported', async () => {
    const inner = new Hono().use(traceRequests(kit.telemetry)).get('/items/:id', () => {
      throw new Error('in the mounted app');
    });
    app.mount('/m', inner.onError((_error, c) => c.text('', 500)).fetch);
    const { status, span } = await get('/m/items/7');
    expect(status).toBe(500);
    expect(span?.name).toBe('GET /m/items/:id');
    expect(span?.attributes['error.type']).toBe('Error');
    expect(exceptionMessages(span)).toEqual(['in the mounted app']);
    expect(kit.logs()).toHaveLength(1);
  });

  test('an error in middleware before the handler is reported with the route', async () => {
    app.use('/items/*', (_c, _next) => {
      throw new Error('in the guard');
    });
    app.get('/items/:id', (c) => c.text(''));
    const { span } = await get('/items/7');
    expect(span?.name).toBe('GET /items/:id');
    expect(exceptionMessages(span)).toEqual(['in the guard']);
  });

  test('one throw is one report, whoever else has seen it', async () => {
    app.get('/', () => {
      throw new Error('seen by all');
    });
    app.onError((error, c) => {
      kit.telemetry.reportError(error);
      return c.text('', 500);
    });
    const { span } = await get();
    expect(exceptionMessages(span)).toEqual(['seen by all']);
    expect(kit.logs()).toHaveLength(1);
  });

  test('an error that a handler catches and answers itself is none', async () => {
    app.get('/', async (c) => {
      await Promise.reject(new Error('expected')).catch(() => undefined);
      return c.text('fine');
    });
    const { status, span } = await get();
    expect(status).toBe(200);
    expect(span?.events).toEqual([]);
    expect(kit.logs()).toEqual([]);
  });

  test('a hostile error object breaks nothing', async () => {
    app.get('/', () => {
      const error = new Error('hostile');
      Object.defineProperty(error, 'name', {
        get: () => {
          throw new Error('from the getter');
        },
      });
      throw error;
    });
    app.onError((_error, c) => c.text('', 500));
    const { status, span } = await get();
    expect(status).toBe(500);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test('a thrown value that has no text ends the span like any other', async () => {
    const thrown: unknown = Object.create(null);
    app.get('/', () => Promise.reject(thrown));
    const { span } = await get();
    expect(span?.attributes['error.type']).toBe('object');
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(exceptionMessages(span)).toEqual(['a value that cannot be shown']);
  });
});

function failToReport(): never {
  throw new Error('no room for reports');
}

test('a report that fails does not keep the span open', async () => {
  app = new Hono().use(traceRequests({ ...kit.telemetry, reportError: failToReport })).get('/', () => {
    throw new Error('broken');
  });
  await app.request('/');
  expect(kit.spans().map(({ name }) => name)).toEqual(['GET /']);
  expect(kit.telemetry.health().openSpans).toBe(0);
});
