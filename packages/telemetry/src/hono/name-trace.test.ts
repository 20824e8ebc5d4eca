import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createTestTelemetry } from '../testing.ts';
import { serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

type Outgoing = HttpBindings['outgoing'];

test.each<readonly [string, (outgoing: Outgoing) => unknown, string | undefined]>([
  ['no headers', (outgoing) => outgoing.writeHead(200), undefined],
  ['a record', (outgoing) => outgoing.writeHead(200, { 'x-own': 'a' }), undefined],
  ['a list', (outgoing) => outgoing.writeHead(200, ['x-own', 'a']), undefined],
  ['a status text and a record', (outgoing) => outgoing.writeHead(200, 'Fine', { 'x-own': 'a' }), undefined],
  ['nothing at all', () => undefined, undefined],
  [
    'a timing that was set before',
    (outgoing) => outgoing.setHeader('Server-Timing', 'db;dur=5').writeHead(200, { 'x-own': 'a' }),
    'db;dur=5',
  ],
  [
    'a timing in the record',
    (outgoing) => outgoing.writeHead(200, { 'Server-Timing': 'db;dur=5' }),
    'db;dur=5',
  ],
  [
    'several timings in the record',
    (outgoing) => outgoing.writeHead(200, { 'server-timing': ['db;dur=5', 'cache'] }),
    'db;dur=5, cache',
  ],
])('an app that writes the head itself, with %s, has its trace named', async (_name, writeHead, timing) => {
  const kit = createTestTelemetry();
  const app = new Hono().use(traceRequests(kit.telemetry)).get('/', (c) => {
    // safe: @hono/node-server puts them there
    const { outgoing } = c.env as HttpBindings;
    writeHead(outgoing);
    outgoing.end('by hand');
    return RESPONSE_ALREADY_SENT;
  });
  await using server = await serveApp(app);
  const response = await server.fetch('/');
  expect(await response.text()).toBe('by hand');
  const [span] = await kit.spansWhen(1);
  const { traceId = '', spanId = '' } = span?.spanContext() ?? {};
  const own = `traceparent;desc="00-${traceId}-${spanId}-03"`;
  expect(response.headers.get('server-timing')).toBe(timing === undefined ? own : `${timing}, ${own}`);
  expect(response.headers.get('x-amzn-trace-id')).toContain(`Parent=${spanId};Sampled=1`);
});

test('a record of headers that the app shares between its answers stays as it is', async () => {
  const kit = createTestTelemetry();
  const shared = { 'x-own': 'a' };
  const app = new Hono().use(traceRequests(kit.telemetry)).get('/', (c) => c.text('', 200, shared));
  await using server = await serveApp(app);
  const ids = [await server.fetch('/'), await server.fetch('/')].map((r) => r.headers.get('x-amzn-trace-id'));
  expect(new Set(ids).size).toBe(2);
  expect(shared).toEqual({ 'x-own': 'a' });
});
