import { SpanStatusCode } from '@opentelemetry/api';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { serveApp } from '../hono/fixtures/run-app.ts';
import { createTestTelemetry } from '../testing.ts';
import { startRecordingServer } from './fixtures/recording-server.ts';

// @hono/node-server puts another class in its place; requests made before are of this one.
const NativeRequest = globalThis.Request;

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

  test('with a value that has no text rejects with that very value', async () => {
    const thrown: unknown = Object.create(null);
    const { telemetry, spans } = createTestTelemetry({ fetch: () => Promise.reject(thrown) });
    await expect(telemetry.fetch('http://127.0.0.1:9/')).rejects.toBe(thrown);
    expect(spans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
    expect(spans()[0]?.events.map(({ name }) => name)).toEqual(['exception']);
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
