import { propagation, SpanKind } from '@opentelemetry/api';
import { Hono } from 'hono';
import { hc } from 'hono/client';
import { proxy } from 'hono/proxy';
import { describe, expect, test } from 'vitest';
import { serveApp } from '../hono/fixtures/run-app.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import type { Telemetry } from '../telemetry.ts';
import { createTestTelemetry } from '../testing.ts';

const traceId = '6b010deffb544f77efddf43b1a2aa8b6';
const spanId = '8d05d72fd96eb701';
const incoming = {
  traceparent: `00-${traceId}-${spanId}-01`,
  tracestate: 'vendor=1',
  baggage: 'tenant=acme',
};

const activities = createTestTelemetry({ serviceName: 'activities' });
const activitiesApp = new Hono()
  .use(traceRequests(activities.telemetry))
  .get('/activities/:id', (c) =>
    activities.telemetry.withSpan('read-activity', () =>
      c.json({ tenant: propagation.getActiveBaggage()?.getEntry('tenant')?.value ?? null }),
    ),
  );

const ways: readonly (readonly [
  name: string,
  call: (telemetry: Telemetry, origin: string, request: Request) => Promise<Response>,
])[] = [
  ['telemetry.fetch', (telemetry, origin) => telemetry.fetch(`${origin}/activities/7`)],
  [
    'hono/proxy with all that came in',
    (telemetry, origin, raw) => proxy(`${origin}/activities/7`, { raw, customFetch: telemetry.fetch }),
  ],
  [
    "Hono's typed client",
    (telemetry, origin) =>
      hc<typeof activitiesApp>(origin, { fetch: telemetry.fetch }).activities[':id'].$get({
        param: { id: '7' },
      }),
  ],
];

describe.each(ways)('from the gateway to activities by %s', (_name, call) => {
  test.each([
    ['a caller with a trace', incoming, spanId],
    ['a caller without', {}, undefined],
  ])('%s gets one trace with the right parents', async (_caller, headers, callerSpanId) => {
    activities.reset();
    await using upstream = await serveApp(activitiesApp);
    const gateway = createTestTelemetry({ serviceName: 'gateway', propagateTo: [upstream.origin] });
    const app = new Hono().use(traceRequests(gateway.telemetry));
    app.get('/api/activities/:id', (c) => call(gateway.telemetry, upstream.origin, c.req.raw));
    await using edge = await serveApp(app);

    const response = await edge.fetch('/api/activities/7', { headers });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ tenant: callerSpanId === undefined ? null : 'acme' });
    const [client, server] = await gateway.spansWhen(2);
    const [domain, upstreamServer] = await activities.spansWhen(2);

    const spans = [server, client, upstreamServer, domain];
    expect(spans.map((span) => [span?.kind, span?.name])).toEqual([
      [SpanKind.SERVER, 'GET /api/activities/:id'],
      [SpanKind.CLIENT, 'GET'],
      [SpanKind.SERVER, 'GET /activities/:id'],
      [SpanKind.INTERNAL, 'read-activity'],
    ]);
    expect(spans.map((span) => span?.parentSpanContext?.spanId)).toEqual([
      callerSpanId,
      ...spans.slice(0, 3).map((span) => span?.spanContext().spanId),
    ]);
    expect(new Set(spans.map((span) => span?.spanContext().traceId)).size).toBe(1);
    expect(server?.spanContext().traceId === traceId).toBe(callerSpanId !== undefined);
    expect(new Set(spans.map((span) => span?.spanContext().traceState?.serialize()))).toEqual(
      new Set([callerSpanId === undefined ? undefined : 'vendor=1']),
    );
  });
});
