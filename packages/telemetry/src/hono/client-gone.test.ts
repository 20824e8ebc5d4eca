import { once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { SpanStatusCode } from '@opentelemetry/api';
import { Hono, type Context, type Handler } from 'hono';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestTelemetry, type FinishedSpan, type TestTelemetry } from '../testing.ts';
import { serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

let kit: TestTelemetry;
beforeEach(() => {
  kit = createTestTelemetry();
  // Hono prints the errors that it answers itself.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

/** The span of a request whose client goes away as soon as the handler runs. */
async function abortedRequest(handler: (c: Context) => unknown): Promise<FinishedSpan | undefined> {
  const started = Promise.withResolvers<void>();
  const held = async (c: Context): Promise<unknown> => {
    started.resolve();
    return handler(c);
  };
  // safe: a handler's answer is whatever Hono takes
  const app = new Hono().use(traceRequests(kit.telemetry)).get('/', held as Handler);
  await using server = await serveApp(app);
  const client = sendRequest(server.origin);
  client.on('error', () => undefined);
  client.end();
  await started.promise;
  client.destroy();
  const [span] = await kit.spansWhen(1);
  expect(kit.telemetry.health().openSpans).toBe(0);
  return span;
}

async function clientGone(c: Context): Promise<void> {
  const { signal } = c.req.raw;
  if (!signal.aborted) await once(signal, 'abort');
}

describe('a client that goes away while the handler runs', () => {
  test('has no status, as none was sent', async () => {
    const span = await abortedRequest(async (c) => {
      await clientGone(c);
      return c.text('too late');
    });
    expect(span?.attributes['cruddur.response.aborted']).toBe(true);
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('is no error when the handler gives up because of it', async () => {
    const span = await abortedRequest(async (c) => {
      await clientGone(c);
      throw new DOMException('gone', 'AbortError');
    });
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes).not.toHaveProperty('error.type');
    expect(kit.logs()).toEqual([]);
  });

  test('is no error when a fetch with the signal of the request gives up because of it', async () => {
    await using upstream = await serveApp(new Hono().get('/', () => new Promise<Response>(() => undefined)));
    const span = await abortedRequest((c) => fetch(upstream.origin, { signal: c.req.raw.signal }));
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(kit.logs()).toEqual([]);
  });

  test('hides no error of the handler', async () => {
    const span = await abortedRequest(async (c) => {
      await clientGone(c);
      throw new TypeError('a defect');
    });
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('TypeError');
    expect(kit.logs().map(({ body }) => body)).toEqual(['a defect']);
  });
});
