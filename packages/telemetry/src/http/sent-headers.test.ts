import { context, createTraceState, propagation, trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { describe, expect, test } from 'vitest';
import { serveApp } from '../hono/fixtures/run-app.ts';
import type { TracedRequestInit } from '../telemetry.ts';
import { createTestTelemetry, type FinishedSpan } from '../testing.ts';
import { startRecordingServer, type RecordedRequest } from './fixtures/recording-server.ts';

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
