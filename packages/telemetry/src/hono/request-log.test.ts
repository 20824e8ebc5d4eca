import { once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { timeout } from 'hono/timeout';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogging, type Logging } from '../log/create-logging.ts';
import { createLineSink } from '../log/line-sink.ts';
import { defaultHold } from '../log/held-lines.ts';
import type { LogRecord, LogLevel } from '../log/logger.ts';
import type { Telemetry } from '../telemetry.ts';
import { createTestTelemetry, type TestTelemetry } from '../testing.ts';
import { alwaysOffSampler } from '../trace/sampler.ts';
import { runApp, runtimes, serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

let kit: TestTelemetry;
let records: LogRecord[];
let telemetry: Telemetry;
let app: Hono;

function createRecordLogging(level: LogLevel, wantsRequestEvents = true): Logging {
  const sink = createLineSink({
    name: 'memory',
    wantsRequestEvents,
    format: (record) => JSON.stringify(record),
    // safe: what the format makes of a record
    write: (line) => void records.push(JSON.parse(line) as LogRecord),
  });
  // Room for the lines of one request, so that those of earlier ones must have been let go of.
  const hold = { ...defaultHold, maxLength: 200 };
  return createLogging({ level, nowMs: Date.now, sinks: [sink], hold });
}

/** The real telemetry with the logging of a service behind it. */
function useTelemetry(made: TestTelemetry, logging: Logging = createRecordLogging('info')): void {
  kit = made;
  telemetry = { ...kit.telemetry, ...logging };
  app = new Hono().use(traceRequests(telemetry));
}

beforeEach(() => {
  records = [];
  useTelemetry(createTestTelemetry());
  // Hono's own error handler and its Node server print what they answer with a 500.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

const events = (): readonly LogRecord[] =>
  records.filter(({ attributes }) => attributes['event.name'] === 'cruddur.request');

describe.each(runtimes)('the event of a request on %s', (runtime) => {
  const get = async (path: string): Promise<LogRecord | undefined> => {
    await using server = await runApp(runtime, app);
    const response = await server.fetch(path).catch(() => undefined);
    await response?.text();
    await vi.waitFor(() => expect(events()).toHaveLength(1));
    return events()[0];
  };

  test('has the ids and every attribute of the root span, and what only the end knows', async () => {
    app.get('/items/:id', (c) => {
      trace.getActiveSpan()?.setAttribute('user.id', 'bob');
      telemetry.log.warn('careful');
      return c.text('ok');
    });
    const event = await get('/items/7?token=canary');
    const [span] = kit.spans();
    expect(event).toMatchObject({
      level: 'info',
      body: 'GET /items/:id',
      traceId: span?.spanContext().traceId,
      spanId: span?.spanContext().spanId,
      attributes: {
        ...span?.attributes,
        'http.route': '/items/:id',
        'http.response.status_code': 200,
        'user.id': 'bob',
        'cruddur.log.warnings': 1,
        'cruddur.log.errors': 0,
        'cruddur.sampled': true,
      },
    });
    expect(event?.attributes['cruddur.duration_ms']).toBeGreaterThan(0);
    expect(event).not.toHaveProperty('error');
    expect(JSON.stringify(records)).not.toContain('canary');
  });

  test('that throws has a summary of the error; the whole of it is on its own line', async () => {
    app.get('/items/:id', () => {
      throw new TypeError('broken');
    });
    const event = await get('/items/7');
    expect(event?.attributes).toMatchObject({ 'http.response.status_code': 500, 'error.type': 'TypeError' });
    expect(event?.error).toEqual({ type: 'TypeError', message: 'broken' });
  });

  test('that takes too long has the timeout', async () => {
    const never = Promise.withResolvers<Response>();
    app.use(timeout(20)).get('/slow', () => never.promise);
    const event = await get('/slow');
    expect(event?.attributes).toMatchObject({ 'http.response.status_code': 504, 'http.route': '/slow' });
  });

  test('comes after the last byte of the body', async () => {
    const more = Promise.withResolvers<void>();
    app.get('/stream', () => {
      const body = new ReadableStream({
        async pull(controller) {
          await more.promise;
          controller.close();
        },
      });
      return new Response(body);
    });
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/stream');
    expect(events()).toEqual([]);
    more.resolve();
    await response.text();
    await vi.waitFor(() => expect(events()).toHaveLength(1));
  });

  test('is one, whatever the app asks of itself meanwhile', async () => {
    app.get('/inner', (c) => c.text('ok')).get('/outer', () => app.request('/inner'));
    expect((await get('/outer'))?.body).toBe('GET /outer');
    expect(kit.spans()).toHaveLength(2);
  });

  test('counts the warnings and errors of the requests that the app sends to itself', async () => {
    app.get('/inner', (c) => {
      telemetry.log.warn('careful');
      telemetry.log.error('broken');
      return c.text('ok');
    });
    app.get('/outer', async () => {
      telemetry.log.warn('here too');
      await app.request('/inner');
      return app.request('/inner');
    });
    const event = await get('/outer');
    expect(event?.attributes).toMatchObject({ 'cruddur.log.warnings': 3, 'cruddur.log.errors': 2 });
  });

  test.each([
    ['not sampled', () => createTestTelemetry({ sampler: alwaysOffSampler })],
    ['with tracing disabled', () => createTestTelemetry({ disabled: true })],
  ])('has the same attributes when it is %s', async (_, create) => {
    useTelemetry(create());
    app.get('/items/:id', () => Promise.reject(new Error('broken')));
    const event = await get('/items/7');
    expect(kit.spans()).toEqual([]);
    expect(event).toMatchObject({
      body: 'GET /items/:id',
      error: { message: 'broken' },
      attributes: {
        'url.path': '/items/7',
        'http.request.method': 'GET',
        'http.route': '/items/:id',
        'http.response.status_code': 500,
        'error.type': 'Error',
        'cruddur.sampled': false,
      },
    });
  });
});

test('the event of a request whose client went away says so', async () => {
  const started = Promise.withResolvers<void>();
  app.get('/', async (c) => {
    started.resolve();
    const { signal } = c.req.raw;
    if (!signal.aborted) await once(signal, 'abort');
    return c.text('too late');
  });
  await using server = await serveApp(app);
  const client = sendRequest(server.origin);
  client.on('error', () => undefined);
  client.end();
  await started.promise;
  client.destroy();
  await vi.waitFor(() => expect(events()).toHaveLength(1));
  expect(events()[0]?.attributes).toMatchObject({ 'cruddur.response.aborted': true });
});

test.each([
  ['no sink wants them', () => createRecordLogging('info', false)],
  ['the level is above theirs', () => createRecordLogging('warn')],
])('there are no events when %s', async (_, logging) => {
  useTelemetry(createTestTelemetry(), logging());
  app.get('/', (c) => c.text('ok'));
  await app.request('/');
  await kit.spansWhen(1);
  expect(telemetry.requestLog).toBeUndefined();
  expect(records).toEqual([]);
});

describe.each(runtimes)('lines of a request on %s', (runtime) => {
  const get = async (path: string): Promise<void> => {
    await using server = await runApp(runtime, app);
    await (await server.fetch(path)).text();
    await vi.waitFor(() => expect(events()).toHaveLength(1));
  };

  test('have its route from the first middleware on, and its ids', async () => {
    app.use(async (_, next) => {
      telemetry.log.info('before');
      await next();
    });
    app.get('/items/:id', async (c) => {
      await telemetry.withSpan('inside', async () => telemetry.log.info('inside'));
      return c.text('ok');
    });
    await get('/items/7');
    telemetry.log.info('outside');
    const lines = records.filter((record) => !events().includes(record));
    expect(lines.map(({ body, attributes }) => [body, attributes['http.route']])).toEqual([
      ['before', '/items/:id'],
      ['inside', '/items/:id'],
      ['outside', undefined],
    ]);
    const traceId = events()[0]?.traceId;
    expect(lines.map((line) => line.traceId)).toEqual([traceId, traceId, undefined]);
  });

  test('of level debug are written when it fails, in their order, and never otherwise', async () => {
    app.get('/:answer', (c) => {
      telemetry.log.debug(`1 ${c.req.param('answer')}`);
      telemetry.log.info('2');
      telemetry.log.debug('3'.repeat(80));
      if (c.req.param('answer') === 'broken') throw new Error('broken');
      return c.text('ok', c.req.param('answer') === 'missing' ? 404 : 200);
    });
    await get('/good');
    expect(records.map(({ body }) => body)).toEqual(['2', 'GET /:answer']);
    records.length = 0;
    await get('/missing');
    expect(records.map(({ body }) => body)).toEqual(['2', 'GET /:answer']);
    records.length = 0;
    await get('/broken');
    expect(records.map(({ body }) => body)).toEqual(['2', '1 broken', '3'.repeat(80), 'GET /:answer']);
    expect(new Set(records.map(({ traceId }) => traceId)).size).toBe(1);
  });

  test.each([
    ['nothing of its own yet', []],
    ['a line of its own before', ['before']],
  ])('of level debug in a step are written when the whole fails, with %s', async (_, before) => {
    app.get('/inner', (c) => {
      telemetry.log.debug('inside');
      return c.text('ok');
    });
    app.get('/:answer', async (c) => {
      for (const body of before) telemetry.log.debug(body);
      await app.request('/inner');
      telemetry.log.debug('after');
      return c.text('', c.req.param('answer') === 'broken' ? 500 : 200);
    });
    await get('/good');
    expect(records.map(({ body }) => body)).toEqual(['GET /:answer']);
    records.length = 0;
    await get('/broken');
    expect(records.map(({ body }) => body)).toEqual([...before, 'inside', 'after', 'GET /:answer']);
  });

  test('of level debug in a step that ends after the whole are let go of', async () => {
    const release = Promise.withResolvers<void>();
    let step: Promise<unknown> | undefined;
    app.get('/inner', async (c) => {
      telemetry.log.debug('x'.repeat(150));
      await release.promise;
      return c.text('ok');
    });
    app.get('/outer', (c) => {
      step = Promise.resolve(app.request('/inner'));
      return c.text('ok');
    });
    app.get('/broken', (c) => {
      telemetry.log.debug('y'.repeat(150));
      return c.text('', 500);
    });
    await get('/outer');
    release.resolve();
    await step;
    await kit.spansWhen(2);
    records.length = 0;
    await get('/broken');
    expect(records.map(({ body }) => body)).toEqual(['y'.repeat(150), 'GET /broken']);
  });
});
