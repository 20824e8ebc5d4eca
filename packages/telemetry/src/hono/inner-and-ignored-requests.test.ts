import { SpanKind, trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTestTelemetry, type TestTelemetry } from '../testing.ts';
import { runApp, runtimes, serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

const traceparent = '00-6b010deffb544f77efddf43b1a2aa8b6-8d05d72fd96eb701-01';

let kit: TestTelemetry;
let app: Hono;
beforeEach(() => {
  kit = createTestTelemetry();
  app = new Hono().use(traceRequests(kit.telemetry));
});

describe.each(runtimes)('requests that are ignored on %s', (runtime) => {
  test.each(['/health', '/ready'])('%s has no span, and nothing below it either', async (path) => {
    const calls: Headers[] = [];
    await using upstream = await serveApp(
      new Hono().get('/', (c) => {
        calls.push(new Headers(c.req.header()));
        return c.text('');
      }),
    );
    kit = createTestTelemetry({ propagateTo: [upstream.origin] });
    app = new Hono().use(traceRequests(kit.telemetry)).get(path, async (c) => {
      await kit.telemetry.withSpan('inside', async () => kit.telemetry.fetch(upstream.origin));
      return c.text('alive');
    });
    await using server = await runApp(runtime, app);
    const response = await server.fetch(path, { headers: { traceparent } });
    expect(await response.text()).toBe('alive');
    expect(response.headers.has('server-timing')).toBe(false);
    expect(kit.spans()).toEqual([]);
    expect(kit.telemetry.health().openSpans).toBe(0);
    // The upstream is told not to record either.
    expect(calls.map((headers) => headers.get('traceparent')?.slice(-2))).toEqual(['02']);
  });

  test('an app chooses what is ignored', async () => {
    app = new Hono().use(traceRequests(kit.telemetry, { ignore: (path) => path.startsWith('/assets/') }));
    app.get('*', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    for (const path of ['/assets/logo.svg', '/health']) await (await server.fetch(path)).text();
    const spans = await kit.spansWhen(1);
    expect(spans.map(({ attributes }) => attributes['url.path'])).toEqual(['/health']);
  });
});

describe.each(runtimes)('a request that the app sends to itself on %s', (runtime) => {
  test.each([
    ['without the environment', false],
    ['with the environment handed on', true],
  ])('%s is an INTERNAL child of the one it serves', async (_name, withEnvironment) => {
    app.get('/outer/:id', async (c) => {
      const answer = await app.request('/inner/7', {}, withEnvironment ? c.env : undefined);
      return c.text(await answer.text());
    });
    app.get('/inner/:id', (c) => c.text(trace.getActiveSpan()?.spanContext().spanId ?? ''));
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/outer/1');
    const innerSpanId = await response.text();
    const spans = await kit.spansWhen(2);
    const inner = spans.find(({ kind }) => kind === SpanKind.INTERNAL);
    const outer = spans.find(({ kind }) => kind === SpanKind.SERVER);
    expect([inner?.name, outer?.name]).toEqual(['GET /inner/:id', 'GET /outer/:id']);
    expect(inner?.spanContext().spanId).toBe(innerSpanId);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    for (const name of ['x-amzn-trace-id', 'server-timing'])
      expect(response.headers.get(name)).toContain(outer?.spanContext().spanId);
  });

  test('to a path that ends like its own is still a request of its own', async () => {
    app.get('/a/items', async (c) => c.text(await (await app.request('/items', {}, c.env)).text()));
    app.get('/items', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    await (await server.fetch('/a/items')).text();
    const names = (await kit.spansWhen(2)).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(['GET /items', 'GET /a/items']));
  });
});
