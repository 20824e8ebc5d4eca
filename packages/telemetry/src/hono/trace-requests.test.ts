import { propagation, SpanKind, trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { streamText } from 'hono/streaming';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { allFormats } from '../propagation/propagation-settings.ts';
import { createTestTelemetry, type FinishedSpan, type TestTelemetry } from '../testing.ts';
import { alwaysOffSampler } from '../trace/sampler.ts';
import { rawGet } from './fixtures/raw-get.ts';
import { runApp, runtimes, serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

const traceId = '6b010deffb544f77efddf43b1a2aa8b6';
const spanId = '8d05d72fd96eb701';
const traceparent = `00-${traceId}-${spanId}-01`;
const root = `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
const otherRoot = '1-5759e988-bd862e3fe1be46a994272793';
const otherTraceId = '5759e988bd862e3fe1be46a994272793';

let kit: TestTelemetry;
let app: Hono;
beforeEach(() => {
  kit = createTestTelemetry({ propagateTo: ['http://127.0.0.1:1'] });
  app = new Hono().use(traceRequests(kit.telemetry, { answer: 'always' }));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

/** The trace headers that answer a request of this span, in full. */
function answerOf(span: FinishedSpan | undefined): { readonly timing: string; readonly xray: string } {
  const ids = span?.spanContext();
  const id = ids?.traceId ?? '';
  return {
    timing: `traceparent;desc="00-${id}-${ids?.spanId}-0${ids?.traceFlags.toString(16)}"`,
    xray: `Root=1-${id.slice(0, 8)}-${id.slice(8)};Parent=${ids?.spanId};Sampled=1`,
  };
}

describe.each(runtimes)('the trace headers of the answer on %s', (runtime) => {
  test.each([
    ['GET', '/', 200],
    ['HEAD', '/', 200],
    ['GET', '/none', 404],
    ['GET', '/answered-500', 500],
    ['GET', '/thrown', 500],
    ['GET', '/stream', 200],
    ['GET', '/response', 200],
    ['GET', '/not-modified', 304],
    ['POST', '/created', 201],
  ])('%s %s is answered %i with the ids of its span', async (method, path, status) => {
    app.get('/', (c) => c.text(''));
    app.get('/answered-500', (c) => c.text('', 500));
    app.get('/thrown', () => {
      throw new Error('thrown');
    });
    app.get('/stream', (c) => streamText(c, async (text) => void (await text.write('x'))));
    app.get('/response', () => new Response('made by hand'));
    app.get('/not-modified', (c) => c.body(null, 304));
    app.post('/created', (c) => c.json({}, 201));
    await using server = await runApp(runtime, app);
    const response = await server.fetch(path, { method });
    await response.text();
    const [span] = await kit.spansWhen(1);
    expect(response.status).toBe(status);
    expect(response.headers.get('server-timing')).toBe(answerOf(span).timing);
    expect(response.headers.get('x-amzn-trace-id')).toBe(answerOf(span).xray);
  });

  test('CORS headers are left to the app', async () => {
    app.use(cors({ origin: 'http://front.example', exposeHeaders: ['x-own'] })).get('/', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/', { headers: { origin: 'http://front.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('http://front.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-own');
  });

  test("an app's own Server-Timing is never lost", async () => {
    app.get('/', (c) => {
      c.header('server-timing', 'db;dur=5', { append: true });
      return c.text('');
    });
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/');
    const [span] = await kit.spansWhen(1);
    const { timing, xray } = answerOf(span);
    expect(response.headers.get('server-timing')).toBe(`db;dur=5, ${timing}`);
    expect(response.headers.get('x-amzn-trace-id')).toBe(xray);
  });

  test('a request that is not sampled says so', async () => {
    const unsampled = createTestTelemetry({ sampler: alwaysOffSampler });
    const quiet = new Hono().use(traceRequests(unsampled.telemetry)).get('/', (c) => c.text(''));
    await using server = await runApp(runtime, quiet);
    const { headers } = await server.fetch('/');
    expect(headers.get('server-timing')).toMatch(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]"$/);
    expect(headers.get('x-amzn-trace-id')).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
    );
    expect(unsampled.spans()).toEqual([]);
  });
});

describe.each(runtimes)('the context that comes in on %s', (runtime) => {
  const get = async (headers: Record<string, string>): Promise<FinishedSpan | undefined> => {
    app.get('/', (c) => c.text(propagation.getActiveBaggage()?.getEntry('tenant')?.value ?? ''));
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/', { headers });
    expect(response.status).toBe(200);
    await response.text();
    const [span] = await kit.spansWhen(1);
    return span;
  };

  test('traceparent, tracestate and baggage are continued', async () => {
    app.get('/baggage', (c) => c.text(propagation.getActiveBaggage()?.getEntry('tenant')?.value ?? ''));
    await using server = await runApp(runtime, app);
    const headers = { traceparent, tracestate: 'vendor=opaque,other=1', baggage: 'tenant=acme' };
    const response = await server.fetch('/baggage', { headers });
    expect(await response.text()).toBe('acme');
    const [span] = await kit.spansWhen(1);
    expect(span?.spanContext()).toMatchObject({ traceId });
    expect(span?.parentSpanContext).toMatchObject({ traceId, spanId, isRemote: true });
    expect(span?.spanContext().traceState?.serialize()).toBe('vendor=opaque,other=1');
  });

  test.each([
    ['garbage', 'garbage'],
    ['upper case', traceparent.toUpperCase()],
    ['zero ids', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['version ff', traceparent.replace('00-', 'ff-')],
    ['too long for version 00', `${traceparent}-x`],
    ['two joined by a comma', `${traceparent}, ${traceparent}`],
    ['8 kB', 'a'.repeat(8000)],
  ])('a malformed traceparent (%s) starts a new trace and fails nothing', async (_name, malformed) => {
    const span = await get({ traceparent: malformed, tracestate: '=', baggage: ';;=' });
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe(traceId);
    expect(span?.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('an X-Ray Root alone becomes the trace id of a root span', async () => {
    const span = await get({ 'x-amzn-trace-id': `Root=${root}` });
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.parentSpanContext).toBeUndefined();
  });

  test('a whole X-Ray context is continued', async () => {
    const span = await get({ 'x-amzn-trace-id': `Root=${root};Parent=${spanId};Sampled=1` });
    expect(span?.parentSpanContext).toMatchObject({ traceId, spanId, isRemote: true });
  });

  test('traceparent wins; another X-Ray context becomes a link', async () => {
    const span = await get({
      traceparent,
      'x-amzn-trace-id': `Root=${otherRoot};Parent=${spanId};Sampled=0`,
    });
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.links.map(({ context }) => context.traceId)).toEqual([otherTraceId]);
  });

  test("traceparent wins; a load balancer's other Root becomes an attribute", async () => {
    const span = await get({ traceparent, 'x-amzn-trace-id': `Root=${otherRoot}` });
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.attributes['aws.xray.incoming_root']).toBe(otherRoot);
  });

  test('a caller that did not sample is followed', async () => {
    app.get('/', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    const { headers } = await server.fetch('/', { headers: { traceparent: `00-${traceId}-${spanId}-00` } });
    expect(headers.get('x-amzn-trace-id')).toMatch(
      new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=0$`),
    );
    expect(kit.spans()).toEqual([]);
  });

  test.each([
    ['link', [traceId]],
    ['ignore', []],
  ] as const)('inbound trust %s starts a new trace', async (inboundTrust, linked) => {
    kit = createTestTelemetry({ propagation: { formats: allFormats, inboundTrust } });
    app = new Hono().use(traceRequests(kit.telemetry));
    const xray = `Root=${root};Parent=${spanId};Sampled=1`;
    const span = await get({ traceparent, 'x-amzn-trace-id': xray, baggage: 'tenant=acme' });
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe(traceId);
    expect(span?.links.map(({ context }) => context.traceId)).toEqual(linked);
  });
});

test('two traceparent headers on the wire start a new trace', async () => {
  app.get('/', (c) => c.text(''));
  await using server = await serveApp(app);
  const header = `traceparent: ${traceparent}`;
  expect(await rawGet(server.port, '/', ['host: a', header, header])).toMatch(/^HTTP\/1\.1 200 /);
  const [span] = await kit.spansWhen(1);
  expect(span?.parentSpanContext).toBeUndefined();
  expect(span?.spanContext().traceId).not.toBe(traceId);
});

describe.each(runtimes)('telemetry that is disabled on %s', (runtime) => {
  test('changes nothing but passes the context on', async () => {
    kit = createTestTelemetry({ disabled: true });
    const middleware = traceRequests(kit.telemetry, { answer: 'always' });
    app = new Hono().use(middleware).get('/', (c) => c.text('fine'));
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/', { headers: { traceparent } });
    expect(await response.text()).toBe('fine');
    expect(kit.spans()).toEqual([]);
    expect(response.headers.get('server-timing')).toContain(traceId);
    // Without a context there is no trace to name.
    expect((await server.fetch('/')).headers.has('server-timing')).toBe(false);
  });
});

describe.each(runtimes)('an inner service on %s', (runtime) => {
  test.each([
    ['a trace that it goes on with', { traceparent }, false],
    [
      'an X-Ray trace that it goes on with',
      { 'x-amzn-trace-id': `Root=${root};Parent=${spanId};Sampled=1` },
      false,
    ],
    ['a root of its own', {}, true],
    ['a root that a load balancer named', { 'x-amzn-trace-id': `Root=${root}` }, true],
    ['a malformed context', { traceparent: '00-nonsense' }, true],
  ])('names in its answer only what its caller cannot know: %s', async (_, headers, named) => {
    app = new Hono().use(traceRequests(kit.telemetry)).get('/', (c) => c.text(''));
    await using server = await runApp(runtime, app);
    const response = await server.fetch('/', { headers });
    expect(response.headers.has('server-timing')).toBe(named);
    expect(response.headers.has('x-amzn-trace-id')).toBe(named);
  });
});

test('concurrent requests keep to themselves', async () => {
  app.get('/:n', async (c) => {
    const before = trace.getActiveSpan()?.spanContext().spanId;
    await kit.telemetry.withSpan('work', async () => new Promise((resolve) => setImmediate(resolve)));
    expect(trace.getActiveSpan()?.spanContext().spanId).toBe(before);
    return c.text('');
  });
  await using server = await serveApp(app);
  await Promise.all(Array.from({ length: 40 }, async (_, n) => (await server.fetch(`/${n}`)).text()));
  const spans = await kit.spansWhen(80);
  const servers = new Set(
    spans.filter(({ kind }) => kind === SpanKind.SERVER).map((span) => span.spanContext().spanId),
  );
  const parents = spans
    .filter(({ name }) => name === 'work')
    .map((span) => span.parentSpanContext?.spanId ?? '');
  expect(servers.size).toBe(40);
  expect(new Set(parents)).toEqual(servers);
});
