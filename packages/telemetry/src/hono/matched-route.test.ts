import { SpanKind } from '@opentelemetry/api';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createTestTelemetry } from '../testing.ts';
import { composedRouteCases } from './fixtures/composed-route-cases.ts';
import { routeCases } from './fixtures/route-cases.ts';
import { runApp, runtimes } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

describe.each(runtimes)('http.route on %s', (runtime) => {
  test.each([...routeCases, ...composedRouteCases])('$name', async ({ routes, request, status, route }) => {
    const { telemetry, spansWhen } = createTestTelemetry();
    const app = new Hono().use(traceRequests(telemetry));
    routes(app, telemetry);
    await using server = await runApp(runtime, app);
    const [method = '', path = ''] = request.split(' ');

    const response = await server.fetch(path, { method });
    await response.text();
    const spans = await spansWhen(1);

    expect(response.status).toBe(status);
    // Nobody's tracer sees PURGE as a method that it knows.
    const nameStart = method === 'PURGE' ? 'HTTP' : method;
    expect(spans.map(({ kind, name, attributes }) => [kind, name, attributes['http.route']])).toEqual([
      [SpanKind.SERVER, route === undefined ? nameStart : `${nameStart} ${route}`, route],
    ]);
  });
});

test('a sub-app that alone traces has its prefix in the route', async () => {
  const { telemetry, spans } = createTestTelemetry();
  const sub = new Hono().use(traceRequests(telemetry)).get('/:id', (c) => c.text(''));
  await new Hono().route('/sub', sub).request('/sub/7');
  expect(spans().map(({ name }) => name)).toEqual(['GET /sub/:id']);
});
