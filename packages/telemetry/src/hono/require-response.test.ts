import { trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createTestTelemetry } from '../testing/create-test-telemetry.ts';
import { requireResponse } from './require-response.ts';
import { traceRequests } from './trace-requests.ts';

test('a handler that returns nothing is an error of its request: reported once, answered within its trace', async () => {
  const { telemetry, spans, logs } = createTestTelemetry();
  const app = new Hono().use(traceRequests(telemetry)).use(requireResponse());
  // safe: what a handler without types may do
  app.get('/a', () => undefined as unknown as Response);
  app.onError((_error, c) => c.text(trace.getActiveSpan()?.spanContext().traceId ?? 'no trace', 500));
  const response = await app.request('/a');
  const [span] = spans();
  expect([response.status, await response.text()]).toEqual([500, span?.spanContext().traceId]);
  expect(span?.attributes).toMatchObject({ 'error.type': 'MissingResponseError', 'http.route': '/a' });
  expect(logs()).toMatchObject([
    {
      level: 'error',
      body: 'the handler returned nothing: is a `return` missing?',
      attributes: { 'http.route': '/a' },
      traceId: span?.spanContext().traceId,
    },
  ]);
});

test('an answer of any kind passes', async () => {
  const app = new Hono().use(requireResponse()).get('/a', (c) => c.body(null, 204));
  expect((await app.request('/a')).status).toBe(204);
  expect((await app.request('/none')).status).toBe(404);
});
