import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { Hono } from 'hono';
import { beforeEach, expect, test } from 'vitest';
import { createTestTelemetry } from '../testing/create-test-telemetry.ts';
import { runApp, runtimes } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

const { telemetry, spans, logs, reset } = createTestTelemetry();
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const instrumentation = provider.getTracer('instrumentation');

beforeEach(() => {
  reset();
  exporter.reset();
});

/** The span's owner ends it when the answer is there, as instrumentations do. */
async function instrumented(span: Span, work: () => Promise<Response>): Promise<Response> {
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), work);
  } finally {
    span.end();
  }
}

function createApp(): Hono {
  const app = new Hono();
  app.use(traceRequests(telemetry));
  app.get('/users/:id', (c) => telemetry.withSpan('work', () => c.text('ok')));
  app.get('/broken', () => {
    throw new Error('no database');
  });
  app.onError((_error, c) => c.text('sorry', 500));
  return app;
}

function pickIds(span: Span): { readonly traceId: string; readonly spanId: string } {
  const { traceId, spanId } = span.spanContext();
  return { traceId, spanId };
}

const onlySpan = (): ReadableSpan => {
  const [span, ...others] = exporter.getFinishedSpans();
  expect(others).toEqual([]);
  if (span === undefined) throw new Error('the instrumentation has exported no span');
  return span;
};

test('a SERVER span that is there already gets the route and our attributes; there is no second one', async () => {
  const span = instrumentation.startSpan('GET', {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'GET', 'url.path': '/as/the/instrumentation/saw/it' },
  });
  const response = await instrumented(span, async () => createApp().request('http://localhost/users/7'));

  expect(response.headers.get('x-amzn-trace-id')).toContain(span.spanContext().spanId);
  const server = onlySpan();
  expect(server.name).toBe('GET /users/:id');
  expect(server.attributes).toMatchObject({
    'http.route': '/users/:id',
    'http.response.status_code': 200,
    'server.address': 'localhost',
    'url.path': '/as/the/instrumentation/saw/it',
  });
  expect(spans().map(({ name }) => name)).toEqual(['work']);
  expect(spans()[0]?.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
});

test('it fails with the request, and its error is reported with its ids', async () => {
  const span = instrumentation.startSpan('GET', { kind: SpanKind.SERVER });
  await instrumented(span, async () => createApp().request('http://localhost/broken'));
  const server = onlySpan();
  expect(server.status.code).toBe(SpanStatusCode.ERROR);
  expect(server.attributes).toMatchObject({ 'error.type': 'Error', 'http.response.status_code': 500 });
  expect(server.events.map(({ name }) => name)).toEqual(['exception']);
  expect(logs()).toMatchObject([{ level: 'error', ...pickIds(span) }]);
});

test('a span of another kind is a parent and no more', async () => {
  const span = instrumentation.startSpan('batch', { kind: SpanKind.INTERNAL });
  await instrumented(span, async () => createApp().request('http://localhost/users/7'));
  expect(onlySpan()).toMatchObject({ name: 'batch', attributes: {} });
  expect(spans().map(({ name }) => name)).toEqual(['work', 'GET /users/:id']);
});

test.for(runtimes)('without an instrumentation the span is ours: %s', async (runtime) => {
  await using server = await runApp(runtime, createApp());
  await (await server.fetch('/users/7')).text();
  await expect.poll(() => spans().map(({ name }) => name)).toEqual(['work', 'GET /users/:id']);
  expect(exporter.getFinishedSpans()).toEqual([]);
});
