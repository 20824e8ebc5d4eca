import { SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import type { Telemetry } from '../telemetry.ts';
import { startCollector } from './fixtures/start-collector.ts';
import { startDaemon } from './fixtures/start-daemon.ts';
import { startTelemetry } from './start-telemetry.ts';

const canary = 'hunter2canary';
const cloudKey = 'AKIACANARYCANARY1234';
const sent = `Error: connect to postgres://app:${canary}@db/app with password=${canary}`;

/** A secret in all the places of a span where one has been seen. */
const places: Readonly<Record<string, (telemetry: Telemetry) => unknown>> = {
  'message of an error': ({ withSpan }) => withSpan('x', () => Promise.reject(new Error(sent))),
  'stack of an error': ({ withSpan }) =>
    withSpan('x', () => Promise.reject(Object.assign(new Error('x'), { stack: `Error: x\n    at ${sent}` }))),
  'cause that the stack shows': ({ withSpan }) =>
    withSpan('x', () =>
      Promise.reject(Object.assign(new Error('x'), { stack: `Error: x\n    at a.ts:1:1\n[cause]: ${sent}` })),
    ),
  'something thrown that is no error': ({ withSpan }) => withSpan('x', () => Promise.reject(sent)),
  'exception recorded by hand': ({ withSpan }) => withSpan('x', (span) => span.recordException(sent)),
  'message of a status': ({ withSpan }) =>
    withSpan('x', (span) => span.setStatus({ code: SpanStatusCode.ERROR, message: sent })),
  'event and its attributes': ({ withSpan }) =>
    withSpan('x', (span) => span.addEvent(`sent ${sent}`, { note: sent, token: canary, all: [sent] })),
  'attributes that a span starts with': ({ withSpan }) =>
    withSpan('x', { note: sent, apiKey: canary, 'user.id': 'worf' }, () => undefined),
  'attributes that are set': ({ withSpan }) =>
    withSpan('x', (span) => {
      span.setAttribute('notes', ['a', sent]).setAttributes({ token: canary, 'http.url': `/?pin=${canary}` });
    }),
  'attributes of a link': ({ withSpan }) =>
    withSpan('x', (span) => span.addLink({ context: span.spanContext(), attributes: { note: sent } })),
  'error of a call': ({ fetch }) => fetch(`http://bob:${canary}@127.0.0.1:1/`),
  'URL of a call': ({ fetch }) =>
    fetch(`http://127.0.0.1:1/a?access_token=${canary}&q=${cloudKey}&authorization=Bearer+${canary}`),
  'URL, headers and error of a request': async (telemetry) => {
    const app = new Hono();
    app.use(traceRequests(telemetry));
    app.get('/*', () => Promise.reject(new Error(sent)));
    app.onError((_error, c) => c.text('sorry', 500));
    await app.request(`/a/${cloudKey}/password=${canary}?pin=${canary}&key=${cloudKey}`, {
      headers: {
        'user-agent': `curl/8 (token=${canary})`,
        authorization: `Bearer ${canary}`,
        cookie: `session=${canary}`,
        baggage: `secret=${canary}`,
      },
    });
  },
  'span of the global API': () =>
    trace.getTracer('theirs').startActiveSpan(`GET /?password=${canary}`, (span: Span) => {
      span.setAttributes({ 'http.url': `http://bob:${canary}@host/?sig=1&token=${canary}`, apiKey: canary });
      span.setAttribute('db.statement', `alter user app password='${canary}'`);
      span.recordException(new Error(sent));
      span.addLink({ context: span.spanContext(), attributes: { note: sent } });
      span.setStatus({ code: SpanStatusCode.ERROR, message: sent });
      span.end();
    }),
};

test.for(Object.entries(places))('a secret reaches neither OTLP nor X-Ray as: %s', async ([, plant]) => {
  await using collector = await startCollector();
  await using daemon = await startDaemon();
  const read = createEnvironmentReader({
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.port}`,
  });
  const config = parseTelemetryConfig(read, { serviceName: 'gateway' });
  const telemetry = startTelemetry(config, { propagateTo: [] });
  onTestFinished(() => telemetry.shutdown(1000));
  await Promise.resolve()
    .then(() => plant(telemetry))
    .catch(() => undefined);
  await telemetry.flush(2000);
  await daemon.received(telemetry.health().sinks.find(({ sink }) => sink === 'xray')?.delivered ?? 1);
  const otlp = collector.bodies().join('\n');
  const documents = daemon.documents.join('\n');
  expect(otlp.length).toBeGreaterThan(0);
  expect(documents.length).toBeGreaterThan(0);
  expect(otlp).not.toMatch(/canary/i);
  expect(documents).not.toMatch(/canary/i);
});
