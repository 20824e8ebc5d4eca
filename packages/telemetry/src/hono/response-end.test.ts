import { connect } from 'node:net';
import { SpanStatusCode } from '@opentelemetry/api';
import { Hono, type Context, type Handler } from 'hono';
import { jsx } from 'hono/jsx';
import { renderToReadableStream, Suspense } from 'hono/jsx/streaming';
import { proxy } from 'hono/proxy';
import { stream, streamSSE, streamText } from 'hono/streaming';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Telemetry } from '../telemetry.ts';
import { createTestTelemetry, type FinishedSpan, type TestTelemetry } from '../testing.ts';
import { runApp, runtimes, serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

type Gate = PromiseWithResolvers<void>;

/** What a streaming handler does between its two chunks: wait for the test, then work in a span. */
type Work = () => Promise<void>;

const encoder = new TextEncoder();

function pulledStream(work: Work): ReadableStream<Uint8Array> {
  let pulls = 0;
  return new ReadableStream({
    pull: async (controller) => {
      pulls += 1;
      if (pulls === 1) return controller.enqueue(encoder.encode('first '));
      await work();
      controller.enqueue(encoder.encode('last'));
      controller.close();
    },
  });
}

const streams: readonly { readonly name: string; readonly answer: (c: Context, work: Work) => unknown }[] = [
  {
    name: 'server-sent events',
    answer: (c, work) =>
      streamSSE(c, async (events) => {
        await events.writeSSE({ data: 'first' });
        await work();
        await events.writeSSE({ data: 'last' });
      }),
  },
  {
    name: 'streamed text',
    answer: (c, work) =>
      streamText(c, async (text) => {
        await text.write('first');
        await work();
        await text.write('last');
      }),
  },
  {
    name: 'streamed bytes',
    answer: (c, work) =>
      stream(c, async (bytes) => {
        await bytes.write(encoder.encode('first'));
        await work();
        await bytes.write(encoder.encode('last'));
      }),
  },
  {
    name: 'streamed JSX',
    answer: (c, work) => {
      const Late = async (): Promise<string> => {
        await work();
        return 'last';
      };
      const late = jsx(Late, {});
      return c.body(renderToReadableStream(jsx(Suspense, { fallback: 'first' }, late)));
    },
  },
  { name: 'c.body of a stream', answer: (c, work) => c.body(pulledStream(work)) },
  { name: 'a Response of a stream', answer: (_c, work) => new Response(pulledStream(work)) },
];

function createApp(telemetry: Telemetry, handler: (c: Context) => unknown): Hono {
  // safe: a handler's answer is whatever Hono takes
  return new Hono().use(traceRequests(telemetry)).get('/', handler as Handler);
}

let kit: TestTelemetry;
beforeEach(() => {
  kit = createTestTelemetry();
  // Hono and its Node server print errors of bodies by themselves.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

function serverSpan(spans: readonly FinishedSpan[]): FinishedSpan | undefined {
  const servers = spans.filter(({ name }) => name !== 'inside');
  expect(servers).toHaveLength(1);
  expect(kit.telemetry.health().openSpans).toBe(0);
  return servers[0];
}

describe.each(runtimes)('the end of a stream on %s', (runtime) => {
  test.each(streams)(
    '$name: the span ends after the last byte, and what it does is inside',
    async ({ name, answer }) => {
      const gate: Gate = Promise.withResolvers();
      const work = async (): Promise<void> => {
        await gate.promise;
        await kit.telemetry.withSpan('inside', async () => Promise.resolve());
      };
      await using server = await runApp(
        runtime,
        createApp(kit.telemetry, (c) => answer(c, work)),
      );

      const response = await server.fetch('/');
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      const first = await reader?.read();
      expect(first?.value).toContain('first');
      expect(kit.spans()).toEqual([]);
      gate.resolve();
      let rest = '';
      for (let read = await reader?.read(); read?.done === false; read = await reader?.read())
        rest += read.value;
      expect(rest).toContain('last');

      const spans = await kit.spansWhen(2);
      const span = serverSpan(spans);
      expect(span?.attributes['http.response.status_code']).toBe(200);
      expect(span?.status.code).toBe(SpanStatusCode.UNSET);
      expect(span?.attributes).not.toHaveProperty('cruddur.response.aborted');
      const inside = spans.find(({ name }) => name === 'inside');
      // The one stream that cannot be seen on Node: ../adr/0005-end-of-response.md
      const unseen = runtime === 'node' && name === 'a Response of a stream';
      expect(inside?.parentSpanContext?.spanId).toBe(unseen ? undefined : span?.spanContext().spanId);
    },
  );

  test.each(streams.filter(({ name }) => name !== 'streamed JSX'))(
    '$name: a client that goes away ends the span, which is no error',
    async ({ answer }) => {
      const gate: Gate = Promise.withResolvers();
      const app = createApp(kit.telemetry, (c) => answer(c, () => gate.promise));
      await using server = await runApp(runtime, app);

      const response = await server.fetch('/');
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();

      const span = serverSpan(await kit.spansWhen(1));
      gate.resolve();
      expect(span?.attributes['cruddur.response.aborted']).toBe(true);
      expect(span?.attributes['http.response.status_code']).toBe(200);
      expect(span?.status.code).toBe(SpanStatusCode.UNSET);
      expect(span?.attributes).not.toHaveProperty('error.type');
      expect(kit.logs()).toEqual([]);
    },
  );

  test.each([
    ['c.body', 0],
    ['c.body', 1],
    ['Response', 0],
    ['Response', 1],
  ] as const)('a %s stream that fails after %i chunks is an error, reported once', async (kind, chunks) => {
    const failing = (): ReadableStream<Uint8Array> => {
      let sent = 0;
      return new ReadableStream({
        pull: async (controller) => {
          if (sent === chunks) throw new RangeError('the body broke');
          sent += 1;
          controller.enqueue(encoder.encode('first'));
        },
      });
    };
    const app = createApp(kit.telemetry, (c) =>
      kind === 'c.body' ? c.body(failing()) : new Response(failing()),
    );
    await using server = await runApp(runtime, app);

    await server
      .fetch('/')
      .then((response) => response.text())
      .catch(() => undefined);

    const span = serverSpan(await kit.spansWhen(1));
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('RangeError');
    expect(span?.attributes).not.toHaveProperty('cruddur.response.aborted');
    expect(span?.events.map(({ name, attributes }) => [name, attributes?.['exception.message']])).toEqual([
      ['exception', 'the body broke'],
    ]);
    expect(kit.logs().map(({ body, spanId }) => [body, spanId])).toEqual([
      ['the body broke', span?.spanContext().spanId],
    ]);
  });

  test('a proxied response ends with its last byte', async () => {
    const gate: Gate = Promise.withResolvers();
    await using upstream = await serveApp(
      new Hono().get('/', (c) => c.body(pulledStream(() => gate.promise))),
    );
    const app = createApp(kit.telemetry, () => proxy(upstream.origin));
    await using server = await runApp(runtime, app);

    const response = await server.fetch('/');
    const reader = response.body?.getReader();
    await reader?.read();
    expect(kit.spans()).toEqual([]);
    gate.resolve();
    while ((await reader?.read())?.done === false);
    expect(serverSpan(await kit.spansWhen(1))?.attributes['http.response.status_code']).toBe(200);
  });

  test.each([
    ['HEAD', 'of a stream', 200, (c: Context) => c.body(pulledStream(async () => undefined))],
    ['HEAD', 'of a text', 200, (c: Context) => c.text('text')],
    ['GET', 'without content', 204, (c: Context) => c.body(null, 204)],
    ['GET', 'not modified', 304, (c: Context) => c.body(null, 304, { etag: '"1"' })],
    ['GET', 'redirected', 302, (c: Context) => c.redirect('/elsewhere')],
    ['GET', 'an empty Response', 200, () => new Response()],
    ['GET', 'a blob', 200, () => new Response(new Blob(['x']))],
  ] as const)('%s %s ends with status %i', async (method, _name, status, handler) => {
    await using server = await runApp(runtime, createApp(kit.telemetry, handler));
    const response = await server.fetch('/', { method, redirect: 'manual' });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    expect(serverSpan(await kit.spansWhen(1))?.attributes['http.response.status_code']).toBe(status);
  });

  test.each([
    ['json', (c: Context) => c.json({ a: 1 })],
    ['text', (c: Context) => c.text('text')],
    ['html', (c: Context) => c.html('<p>')],
    ['body', (c: Context) => c.body('text')],
    ['newResponse', (c: Context) => c.newResponse('text')],
    ['a Response that says its length', () => new Response('text', { headers: { 'content-length': '4' } })],
  ] as const)('%s: the answer is handed on as it is', async (_name, handler) => {
    let made: Response | undefined;
    let answered: Response | undefined;
    const app = new Hono();
    app.use(async (c, next) => {
      await next();
      answered = c.res;
    });
    app.use(traceRequests(kit.telemetry));
    app.get('/', (c) => {
      made = handler(c);
      return made;
    });
    await using server = await runApp(runtime, app);
    await (await server.fetch('/')).text();

    await kit.spansWhen(1);
    // On Node nothing is touched at all. Elsewhere c.header() makes a new Response around the very same body.
    expect(answered === made).toBe(runtime === 'node');
    expect(answered?.body).toBe(made?.body);
  });
});

test('a 101 is handed on untouched, whatever object it is', async () => {
  const upgrade = Object.defineProperty(new Response(null), 'status', { value: 101 });
  const response = await createApp(kit.telemetry, () => upgrade).request('/');
  expect(response).toBe(upgrade);
  expect([...response.headers]).toEqual([]);
  expect(serverSpan(kit.spans())?.attributes['http.response.status_code']).toBe(101);
});

test("workerd's webSocket response is handed on untouched", async () => {
  const upgrade = Object.assign(new Response(null), { webSocket: {} });
  expect(await createApp(kit.telemetry, () => upgrade).request('/')).toBe(upgrade);
  serverSpan(kit.spans());
});

test('a handler that answers nothing gives a span of a failed request', async () => {
  const response = await createApp(kit.telemetry, () => undefined).request('/');
  const span = serverSpan(kit.spans());
  expect(response.status).toBe(500);
  expect(span?.attributes['http.response.status_code']).toBe(500);
  expect(span?.status.code).toBe(SpanStatusCode.ERROR);
});

function rawRequest(path: string, connection: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: ${connection}\r\n\r\n`;
}

test('pipelined requests on one connection have a span each', async () => {
  const app = new Hono()
    .use(traceRequests(kit.telemetry))
    .get('/:n', (c) => c.text(`answer ${c.req.param('n')}`));
  await using server = await serveApp(app);
  const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
  socket.write(
    ['/1', '/2'].map((path) => rawRequest(path, 'keep-alive')).join('') + rawRequest('/3', 'close'),
  );
  let received = '';
  for await (const chunk of socket) received += String(chunk);

  expect(received.match(/answer \d/g)).toEqual(['answer 1', 'answer 2', 'answer 3']);
  const spans = await kit.spansWhen(3);
  expect(new Set(spans.map(({ attributes }) => attributes['url.path']))).toEqual(new Set(['/1', '/2', '/3']));
  expect(new Set(received.match(/(?<=Root=)[^\r]+/g)).size).toBe(3);
  expect(kit.telemetry.health().openSpans).toBe(0);
});
