import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import { serveApp } from '../hono/fixtures/run-app.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import { acceptSpans, startCollector, type CollectorAnswer } from './fixtures/start-collector.ts';
import { startTelemetry } from './start-telemetry.ts';

interface Fault {
  readonly name: string;
  readonly answer: CollectorAnswer;
  /** Whether the collector takes what reaches it. */
  readonly takes: boolean;
  /** OpenTelemetry's own exporter, which sends http/json, believes any answer of 200. */
  readonly foolsExporter?: boolean;
  /** It may take a batch whose answer comes when the shutdown has given that batch up. */
  readonly answersLate?: boolean;
}

const collectorDelayMs = 200;
const faults: readonly Fault[] = [
  { name: 'is well', answer: acceptSpans, takes: true },
  {
    name: `takes ${collectorDelayMs} ms for each answer`,
    answer: (response, accept) => void setTimeout(acceptSpans, collectorDelayMs, response, accept),
    takes: true,
    answersLate: true,
  },
  {
    name: 'answers 429 with Retry-After',
    answer: (response) => response.writeHead(429, { 'retry-after': '30' }).end(),
    takes: false,
  },
  { name: 'answers 503', answer: (response) => response.writeHead(503).end(), takes: false },
  { name: 'answers 400', answer: (response) => response.writeHead(400).end(), takes: false },
  {
    name: 'is a login page',
    answer: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
    takes: false,
    foolsExporter: true,
  },
  { name: 'hangs', answer: () => undefined, takes: false },
  { name: 'resets', answer: (response) => response.destroy(), takes: false },
];

const requests = 200;
const queue = 64;
const batch = 16;
const shutdownMs = 500;

describe.each(['http/protobuf', 'http/json'])('with spans sent by %s to a collector that', (protocol) => {
  /** Serves requests while the collector does what it does, and compares what both sides have counted. */
  const run = async (endpoint: string): Promise<ReturnType<typeof telemetry.health>['sinks'][number]> => {
    const read = createEnvironmentReader({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_BSP_MAX_QUEUE_SIZE: String(queue),
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(batch),
      OTEL_BSP_SCHEDULE_DELAY: '10',
      LOG_LEVEL: 'error',
    });
    const telemetry = startTelemetry(parseTelemetryConfig(read, { serviceName: 'faults' }));
    const app = new Hono()
      .use(traceRequests(telemetry))
      .get('/items/:id', (c) => c.text(`item ${c.req.param('id')}`));
    await using server = await serveApp(app);
    const durationsMs: number[] = [];
    for (let id = 0; id < requests; id += 1) {
      const startedMs = performance.now();
      const response = await server.fetch(`/items/${id}`);
      expect(await response.text()).toBe(`item ${id}`);
      durationsMs.push(performance.now() - startedMs);
      const [sink] = telemetry.health().sinks;
      expect(sink?.buffered).toBeLessThanOrEqual(queue);
      expect(sink?.accepted).toBe((sink?.delivered ?? 0) + (sink?.dropped ?? 0) + (sink?.buffered ?? 0));
    }
    // A busy machine makes single requests slow; one that waited for the collector would make every one slow.
    const median = durationsMs.toSorted((a, b) => a - b)[requests / 2];
    expect(median).toBeLessThan(collectorDelayMs / 4);

    const startedMs = performance.now();
    await telemetry.shutdown(shutdownMs);
    expect(performance.now() - startedMs).toBeLessThan(shutdownMs + 500);
    const { sinks, openSpans } = telemetry.health();
    expect(openSpans).toBe(0);
    const [sink] = sinks;
    if (sink === undefined) throw new Error('there is no sink');
    expect(sink).toMatchObject({ accepted: requests, buffered: 0, delivered: requests - sink.dropped });
    const byReason = Object.values(sink.droppedByReason).reduce((sum, items) => sum + items, 0);
    expect(byReason).toBe(sink.dropped);
    return sink;
  };

  test.each(faults)(
    '$name: answers are the same, nothing waits, all is counted',
    async ({ answer, takes, foolsExporter = false, answersLate = false }) => {
      await using collector = await startCollector(answer);
      const { delivered } = await run(collector.endpoint);
      expect(collector.requests()).toBeGreaterThan(0);
      const fooled = foolsExporter && protocol === 'http/json';
      expect(delivered > 0).toBe(takes || fooled);
      const uncounted = new Set(collector.spanIds()).size - (fooled ? 0 : delivered);
      expect(uncounted).toBeGreaterThanOrEqual(0);
      expect(uncounted).toBeLessThanOrEqual(answersLate ? batch : 0);
    },
  );

  test('is down: answers are the same, nothing waits, all is counted', async () => {
    const collector = await startCollector();
    await collector[Symbol.asyncDispose]();
    expect((await run(collector.endpoint)).delivered).toBe(0);
  });
});
