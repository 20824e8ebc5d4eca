// Every defect that was measured in @hono/otel 1.1.2, as a test of ours.
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestTelemetry, type TestTelemetry } from '../testing.ts';
import { runApp, runtimes } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

let kit: TestTelemetry;
let app: Hono;
beforeEach(() => {
  kit = createTestTelemetry();
  app = new Hono().use(traceRequests(kit.telemetry));
});

function toMs([seconds, nanos]: readonly [number, number]): number {
  return seconds * 1000 + nanos / 1e6;
}

describe.each(runtimes)('on %s', (runtime) => {
  test('a thrown HTTPException(401) is no error: status unset, no exception, nothing reported', async () => {
    app.get('/', () => {
      throw new HTTPException(401);
    });
    await using server = await runApp(runtime, app);
    expect((await server.fetch('/')).status).toBe(401);
    const [span] = await kit.spansWhen(1);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.events).toEqual([]);
    expect(span?.attributes).not.toHaveProperty('error.type');
    expect(kit.logs()).toEqual([]);
  });

  test('a path that nothing matches has no route and is named by its method', async () => {
    await using server = await runApp(runtime, app);
    await server.fetch('/none');
    const [span] = await kit.spansWhen(1);
    expect(span?.name).toBe('GET');
    expect(span?.attributes).not.toHaveProperty('http.route');
  });

  test('the span of an event stream covers the spans inside it', async () => {
    const gate = Promise.withResolvers<void>();
    app.get('/', (c) =>
      streamSSE(c, async (events) => {
        await gate.promise;
        await kit.telemetry.withSpan('inside', () => events.writeSSE({ data: 'x' }));
      }),
    );
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/');
    gate.resolve();
    await response.text();
    const [inside, span] = await kit.spansWhen(2);
    expect([inside?.name, span?.name]).toEqual(['inside', 'GET /']);
    expect(toMs(span?.endTime ?? [0, 0])).toBeGreaterThanOrEqual(toMs(inside?.endTime ?? [1e12, 0]));
  });

  test("a thrown 'str' is a failed request, never a 200", async () => {
    app.get('/', () => {
      // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error
      throw 'str';
    });
    await using server = await runApp(runtime, app);
    const status = await server.fetch('/').then(
      (response) => response.status,
      (error: unknown) => error,
    );
    // Where nobody stands behind Hono, the error goes on to the runtime, which alone knows what it answers.
    expect(status).toBe(runtime === 'node' ? 500 : 'str');
    const [span] = await kit.spansWhen(1);
    expect(span?.attributes['http.response.status_code']).toBe(runtime === 'node' ? 500 : undefined);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('string');
    expect(span?.events.map(({ attributes }) => attributes?.['exception.message'])).toEqual(['str']);
    expect(kit.logs()).toHaveLength(1);
  });

  test('the same middleware on a sub-app makes no second server span', async () => {
    const middleware = traceRequests(kit.telemetry);
    app.route(
      '/sub',
      new Hono().use(middleware).get('/', (c) => c.text('')),
    );
    await using server = await runApp(runtime, app);
    await (await server.fetch('/sub')).text();
    expect((await kit.spansWhen(1)).map(({ kind }) => kind)).toEqual([SpanKind.SERVER]);
    expect(kit.telemetry.health().openSpans).toBe(0);
  });

  test('?token=secret is never exported, and url.full is not on server spans', async () => {
    app.get('/', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    await (await server.fetch('/?token=secret&page=2')).text();
    const [span] = await kit.spansWhen(1);
    expect(span?.attributes['url.query']).toBe('token=REDACTED&page=2');
    expect(span?.attributes).not.toHaveProperty('url.full');
    expect(JSON.stringify(span?.attributes)).not.toContain('secret');
  });

  test('service.name belongs to the resource, not to spans', async () => {
    await using server = await runApp(runtime, app);
    await server.fetch('/');
    const [span] = await kit.spansWhen(1);
    expect(Object.keys(span?.attributes ?? {}).filter((key) => key.startsWith('service.'))).toEqual([]);
  });

  test('a route that the app has set on the span is kept', async () => {
    app.all('/rpc/*', (c) => {
      trace.getActiveSpan()?.setAttribute('http.route', '/rpc/{procedure}');
      return c.text('');
    });
    await using server = await runApp(runtime, app);
    await (await server.fetch('/rpc/list')).text();
    const [span] = await kit.spansWhen(1);
    expect(span?.attributes['http.route']).toBe('/rpc/{procedure}');
    expect(span?.name).toBe('GET /rpc/{procedure}');
  });
});

test('the method FOO is _OTHER, and its span is named HTTP', async () => {
  app.on('FOO', '/items/:id', (c) => c.text(''));
  await app.request('/items/7', { method: 'FOO' });
  const [span] = kit.spans();
  expect(span?.name).toBe('HTTP /items/:id');
  expect(span?.attributes).toMatchObject({
    'http.request.method': '_OTHER',
    'http.request.method_original': 'FOO',
  });
});
