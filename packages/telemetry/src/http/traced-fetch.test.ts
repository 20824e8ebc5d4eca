import {
  context,
  createTraceState,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
} from '@opentelemetry/api';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { describe, expect, test } from 'vitest';
import { serveApp } from '../hono/fixtures/run-app.ts';
import type { TracedRequestInit } from '../telemetry.ts';
import { createTestTelemetry, type FinishedSpan } from '../testing.ts';
import { recordAndSample, type Sampler } from '../trace/sampler.ts';
import { startRecordingServer, type RecordedRequest } from './fixtures/recording-server.ts';

// @hono/node-server puts another class in its place; requests made before are of this one.
const NativeRequest = globalThis.Request;

const stale = {
  Traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
  TraceState: 'stale=1',
  baggage: 'stale=1',
  'X-Amzn-Trace-Id': 'Root=1-11111111-111111111111111111111111;Parent=2222222222222222;Sampled=1',
};
const traceHeaders = ['traceparent', 'tracestate', 'baggage', 'x-amzn-trace-id'] as const;

function traceHeadersOf(request: RecordedRequest | undefined): (string | string[] | undefined)[] {
  return traceHeaders.map((name) => request?.headers[name]);
}

/** What a request carries that was sent in this span. */
function headersOf(span: FinishedSpan | undefined): (string | undefined)[] {
  const ids = span?.spanContext();
  const id = ids?.traceId ?? '';
  return [
    `00-${id}-${ids?.spanId}-0${ids?.traceFlags}`,
    undefined,
    undefined,
    `Root=1-${id.slice(0, 8)}-${id.slice(8)};Parent=${ids?.spanId};Sampled=1`,
  ];
}

interface Convention {
  readonly attribute: string;
  readonly level: 'required' | 'conditional' | 'recommended' | 'opt-in';
  readonly atStart: boolean;
  readonly expected: unknown;
}

interface Call {
  readonly name: string;
  readonly path: string;
  readonly init: TracedRequestInit;
  readonly spanName: string;
  readonly failed: boolean;
  readonly conventions: readonly Convention[];
}

const everyCall: readonly Convention[] = [
  { attribute: 'server.address', level: 'required', atStart: true, expected: '127.0.0.1' },
  { attribute: 'server.port', level: 'required', atStart: true, expected: expect.any(Number) },
];
const get: Convention = {
  attribute: 'http.request.method',
  level: 'required',
  atStart: true,
  expected: 'GET',
};
const status = (expected: number): Convention => ({
  attribute: 'http.response.status_code',
  level: 'conditional',
  atStart: false,
  expected,
});
const urlFull = (end: string): Convention => ({
  attribute: 'url.full',
  level: 'required',
  atStart: true,
  expected: expect.stringMatching(new RegExp(`^http://127\\.0\\.0\\.1:\\d+${end}$`)),
});

/** HTTP semantic conventions 1.44, client span: every attribute that a call of this kind has, and no other. */
const calls: readonly Call[] = [
  {
    name: 'a call',
    path: '/200?q=a',
    init: {},
    spanName: 'GET',
    failed: false,
    conventions: [get, urlFull('/200\\?q=a'), status(200), ...everyCall],
  },
  {
    name: 'a call with a template, again',
    path: '/200',
    init: { method: 'post', body: 'x', urlTemplate: '/{status}', resendCount: 2 },
    spanName: 'POST /{status}',
    failed: false,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: 'POST' },
      { attribute: 'http.request.resend_count', level: 'recommended', atStart: true, expected: 2 },
      { attribute: 'url.template', level: 'opt-in', atStart: true, expected: '/{status}' },
      urlFull('/200'),
      status(200),
      ...everyCall,
    ],
  },
  {
    name: 'a first attempt that says so',
    path: '/204',
    init: { resendCount: 0 },
    spanName: 'GET',
    failed: false,
    conventions: [get, urlFull('/204'), status(204), ...everyCall],
  },
  {
    name: 'a 4xx, which is an error of the caller',
    path: '/404',
    init: {},
    spanName: 'GET',
    failed: true,
    conventions: [
      get,
      urlFull('/404'),
      status(404),
      { attribute: 'error.type', level: 'conditional', atStart: false, expected: '404' },
      ...everyCall,
    ],
  },
  {
    name: 'a 5xx',
    path: '/503',
    init: {},
    spanName: 'GET',
    failed: true,
    conventions: [
      get,
      urlFull('/503'),
      status(503),
      { attribute: 'error.type', level: 'conditional', atStart: false, expected: '503' },
      ...everyCall,
    ],
  },
  {
    name: 'a method that the conventions do not know',
    path: '/200',
    init: { method: 'PROPFIND', urlTemplate: '/{status}' },
    spanName: 'HTTP /{status}',
    failed: false,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: '_OTHER' },
      {
        attribute: 'http.request.method_original',
        level: 'conditional',
        atStart: true,
        expected: 'PROPFIND',
      },
      { attribute: 'url.template', level: 'opt-in', atStart: true, expected: '/{status}' },
      urlFull('/200'),
      status(200),
      ...everyCall,
    ],
  },
  {
    name: 'signatures and credentials in the query',
    path: '/200?X-Amz-Signature=s3cret&sig=s3cret&token=s3cret&page=2',
    init: {},
    spanName: 'GET',
    failed: false,
    conventions: [
      get,
      urlFull('/200\\?X-Amz-Signature=REDACTED&sig=REDACTED&token=REDACTED&page=2'),
      status(200),
      ...everyCall,
    ],
  },
];

function expectedOf(conventions: readonly Convention[]): object {
  return Object.fromEntries(conventions.map(({ attribute, expected }) => [attribute, expected]));
}

describe('the attributes of a client span', () => {
  test.each(calls)('$name', async ({ path, init, spanName, failed, conventions }) => {
    await using server = await startRecordingServer(({ path }, response) => {
      response.writeHead(Number(path.slice(1, 4))).end();
    });
    const starts: Attributes[] = [];
    const sampler: Sampler = {
      shouldSample: (_context, _traceId, _name, _kind, attributes) => {
        starts.push({ ...attributes });
        return recordAndSample;
      },
      toString: () => 'recording',
    };
    const { telemetry, spans } = createTestTelemetry({ sampler });
    await telemetry.fetch(server.origin + path, init);
    const [span] = spans();
    expect(span?.kind).toBe(SpanKind.CLIENT);
    expect(span?.name).toBe(spanName);
    expect(span?.attributes).toEqual(expectedOf(conventions));
    expect(starts).toEqual([expectedOf(conventions.filter(({ atStart }) => atStart))]);
    expect(span?.status.code).toBe(failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(span?.events).toEqual([]);
    expect(server.requests.map(({ path }) => path)).toEqual([path]);
  });

  test('a method in lower case is recorded as it is sent', async () => {
    const { telemetry, spans } = createTestTelemetry({ fetch: async () => new Response() });
    for (const method of ['get', 'patch']) await telemetry.fetch('http://a.example/', { method });
    expect(spans().map(({ attributes }) => attributes['http.request.method'])).toEqual(['GET', '_OTHER']);
    expect(spans().map(({ attributes }) => attributes['http.request.method_original'])).toEqual([
      undefined,
      'patch',
    ]);
  });

  test.each([
    ['https://a.example/', 'a.example', 443],
    ['http://a.example/', 'a.example', 80],
    ['http://[::1]:4567/', '::1', 4567],
  ])('%s is asked at %s, port %i', async (url, address, port) => {
    const { telemetry, spans } = createTestTelemetry({ fetch: async () => new Response() });
    await telemetry.fetch(url);
    expect(spans()[0]?.attributes).toMatchObject({ 'server.address': address, 'server.port': port });
  });
});

describe('the headers that are sent', () => {
  const forms: readonly (readonly [name: string, init: () => TracedRequestInit])[] = [
    ['no headers', () => ({})],
    ['a plain object', () => ({ headers: { ...stale, 'x-own': 'kept' } })],
    ['pairs', () => ({ headers: [...Object.entries(stale), ['x-own', 'kept']] })],
    ['a Headers object', () => ({ headers: new Headers({ ...stale, 'x-own': 'kept' }) })],
  ];

  test.each(forms)('carry the ids of the client span to an allowed origin, given %s', async (_name, init) => {
    await using server = await startRecordingServer();
    const { telemetry, spans } = createTestTelemetry({ propagateTo: [server.origin] });
    await telemetry.fetch(`${server.origin}/`, init());
    expect(traceHeadersOf(server.requests[0])).toEqual(headersOf(spans()[0]));
    expect(server.requests[0]?.headers['x-own']).toBe(init().headers === undefined ? undefined : 'kept');
  });

  test.each(forms)('carry nothing to anyone else, given %s', async (_name, init) => {
    await using server = await startRecordingServer();
    const { telemetry, spans } = createTestTelemetry({ propagateTo: ['http://127.0.0.1'] });
    await telemetry.fetch(`${server.origin}/`, init());
    expect(traceHeadersOf(server.requests[0])).toEqual([undefined, undefined, undefined, undefined]);
    expect(server.requests[0]?.headers['x-own']).toBe(init().headers === undefined ? undefined : 'kept');
    expect(spans()).toHaveLength(1);
  });

  test("do not change the caller's own objects", async () => {
    await using server = await startRecordingServer();
    const { telemetry } = createTestTelemetry({ propagateTo: [server.origin] });
    const headers = new Headers(stale);
    const init = { headers };
    await telemetry.fetch(server.origin, init);
    expect(init).toEqual({ headers });
    expect(headers.get('traceparent')).toBe(stale.Traceparent);
  });

  test.each([
    ['the allowed origin', true],
    ['another origin', false],
  ])('replace those of a Request to %s, whose method and body are kept', async (_name, allowed) => {
    await using server = await startRecordingServer();
    const { telemetry, spans } = createTestTelemetry({ propagateTo: allowed ? [server.origin] : [] });
    const request = new Request(`${server.origin}/path`, {
      method: 'PUT',
      headers: { ...stale, 'x-own': 'kept' },
      body: 'the body',
    });
    await telemetry.fetch(request);
    const [received] = server.requests;
    expect(received).toMatchObject({ method: 'PUT', path: '/path', body: 'the body' });
    expect(received?.headers['x-own']).toBe('kept');
    expect(traceHeadersOf(received)).toEqual(
      allowed ? headersOf(spans()[0]) : [undefined, undefined, undefined, undefined],
    );
    expect(spans()[0]?.attributes['http.request.method']).toBe('PUT');
  });

  test('of a Request are overridden by those of the options, as in fetch', async () => {
    await using server = await startRecordingServer();
    const { telemetry } = createTestTelemetry();
    const request = new Request(server.origin, { headers: { ...stale, 'x-own': 'request' } });
    await telemetry.fetch(request, { method: 'POST', body: 'new', headers: { 'x-own': 'options' } });
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: 'new' });
    expect(server.requests[0]?.headers['x-own']).toBe('options');
    expect(traceHeadersOf(server.requests[0])).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('carry baggage and tracestate of the active context', async () => {
    await using server = await startRecordingServer();
    const { telemetry } = createTestTelemetry({ propagateTo: [server.origin] });
    const remote = {
      traceId: '6b010deffb544f77efddf43b1a2aa8b6',
      spanId: '8d05d72fd96eb701',
      traceFlags: 1,
      isRemote: true,
      traceState: createTraceState('vendor=1'),
    };
    const baggage = propagation.createBaggage({ tenant: { value: 'acme corp' } });
    const active = propagation.setBaggage(trace.setSpanContext(context.active(), remote), baggage);
    await context.with(active, () => telemetry.fetch(server.origin));
    const { headers } = server.requests[0] ?? {};
    expect(headers?.['traceparent']).toContain(remote.traceId);
    expect(headers?.['tracestate']).toBe('vendor=1');
    expect(headers?.['baggage']).toBe('tenant=acme%20corp');
  });
});

test.each([
  ['a string', (url: string) => url],
  ['a URL', (url: string) => new URL(url)],
  ['a Request', (url: string) => new Request(url)],
  ['a Request of the class before a server replaced it', (url: string) => new NativeRequest(url)],
])('%s is taken as the input', async (_name, toInput) => {
  await using server = await serveApp(new Hono().get('/path', (c) => c.text('answer')));
  const { telemetry, spans } = createTestTelemetry();
  const response = await telemetry.fetch(toInput(`${server.origin}/path`));
  expect(await response.text()).toBe('answer');
  expect(spans().map(({ attributes }) => attributes['url.full'])).toEqual([`${server.origin}/path`]);
});

describe('a call that fails', () => {
  test('because nobody listens has the code as its error.type', async () => {
    const server = await startRecordingServer();
    await server[Symbol.asyncDispose]();
    const { telemetry, spans } = createTestTelemetry();
    await expect(telemetry.fetch(server.origin)).rejects.toThrow('fetch failed');
    expect(spans()[0]?.attributes['error.type']).toBe('ECONNREFUSED');
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
    expect(spans()[0]?.attributes).not.toHaveProperty('http.response.status_code');
    expect(spans()[0]?.events.map(({ name }) => name)).toEqual(['exception']);
  });

  test('because the server hangs up has the code as its error.type', async () => {
    await using server = await startRecordingServer((_request, response) => response.destroy());
    const { telemetry, spans } = createTestTelemetry();
    await expect(telemetry.fetch(server.origin)).rejects.toThrow('fetch failed');
    expect(spans()[0]?.attributes['error.type']).toMatch(/^(UND_ERR_SOCKET|ECONNRESET)$/);
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test('because it takes too long is an error', async () => {
    await using server = await startRecordingServer(() => undefined);
    const { telemetry, spans } = createTestTelemetry();
    const call = telemetry.fetch(server.origin, { signal: AbortSignal.timeout(1) });
    await expect(call).rejects.toThrow('timeout');
    expect(spans()[0]?.attributes['error.type']).toBe('TimeoutError');
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test.each([
    ['for no reason', undefined],
    ['for a reason of its own', new Error('no longer needed')],
    ['for a reason that is no Error', 'no longer needed'],
  ])('because its caller aborts it %s is no error', async (_name, reason) => {
    const received = Promise.withResolvers<void>();
    await using server = await startRecordingServer(() => received.resolve());
    const { telemetry, spans } = createTestTelemetry();
    const caller = new AbortController();
    const call = telemetry.fetch(server.origin, { signal: caller.signal });
    await received.promise;
    caller.abort(reason);
    await expect(call).rejects.toBe(caller.signal.reason);
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.UNSET);
    expect(spans()[0]?.attributes).not.toHaveProperty('error.type');
    expect(spans()[0]?.attributes['cruddur.request.aborted']).toBe(true);
    expect(spans()[0]?.events).toEqual([]);
  });

  test('because its Request is aborted is no error', async () => {
    const { telemetry, spans } = createTestTelemetry();
    const request = new Request('http://127.0.0.1:9/', { signal: AbortSignal.abort() });
    await expect(telemetry.fetch(request)).rejects.toThrow('aborted');
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('because of user information in the URL shows none of it', async () => {
    const { telemetry, spans } = createTestTelemetry();
    await expect(telemetry.fetch('http://user:s3cret@127.0.0.1:9/path')).rejects.toThrow(TypeError);
    expect(spans()[0]?.attributes['url.full']).toBe('http://REDACTED:REDACTED@127.0.0.1:9/path');
    expect(JSON.stringify(spans()[0]?.events)).not.toContain('s3cret');
  });

  test.each(['', '/relative', 'http://', 'http://a b/'])(
    'because %j is no URL rejects as fetch does',
    async (url) => {
      const { telemetry, spans } = createTestTelemetry();
      await expect(telemetry.fetch(url)).rejects.toThrow(TypeError);
      expect(telemetry.health().openSpans).toBe(0);
      expect(spans()).toEqual([]);
    },
  );
});

test('a redirect is one call to the first address', async () => {
  await using server = await startRecordingServer(({ path }, response) => {
    if (path === '/old') response.writeHead(302, { location: '/new' });
    response.end();
  });
  const { telemetry, spans } = createTestTelemetry();
  const response = await telemetry.fetch(`${server.origin}/old`);
  expect(response.url).toBe(`${server.origin}/new`);
  expect(spans().map(({ attributes }) => attributes['url.full'])).toEqual([`${server.origin}/old`]);
  expect(spans()[0]?.attributes['http.response.status_code']).toBe(200);
});

test('what runs inside the call has the client span as its parent', async () => {
  const { telemetry, spans } = createTestTelemetry({
    fetch: async () => telemetry.withSpan('inside', () => new Response()),
  });
  await telemetry.fetch('http://a.example/');
  const [inside, call] = spans();
  expect(inside?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
});

test('hono/proxy with it overwrites what the client sent', async () => {
  await using upstream = await startRecordingServer();
  const { telemetry, spans } = createTestTelemetry({ propagateTo: [upstream.origin] });
  const app = new Hono().all('/*', (c) =>
    proxy(`${upstream.origin}${c.req.path}`, { raw: c.req.raw, customFetch: telemetry.fetch }),
  );
  await using gateway = await serveApp(app);
  await gateway.fetch('/path', { method: 'POST', body: 'the body', headers: { ...stale, 'x-own': 'kept' } });
  const [received] = upstream.requests;
  expect(received).toMatchObject({ method: 'POST', path: '/path', body: 'the body' });
  expect(received?.headers['x-own']).toBe('kept');
  expect(traceHeadersOf(received)).toEqual(headersOf(spans()[0]));
});
