import { expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { startSpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId } from './normal-span.ts';
import { conformanceEntry, startOn } from './start-on.ts';

test("Deno's own tracing opens the SERVER span: it gets the route, and there is no second one", async () => {
  await using receiver = await startSpanReceiver();
  const service = await startOn('deno', conformanceEntry, {
    OTEL_DENO: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  try {
    const traceId = crypto.randomUUID().replaceAll('-', '');
    const response = await fetch(`${service.url}/nested`, {
      headers: { traceparent: `00-${traceId}-${callerSpanId}-01` },
    });
    expect(await response.text()).toBe('nested');
    const spans = await eventually('all four spans', async () => {
      const received = receiver.spansOf(traceId);
      return received.length >= 4 ? received : undefined;
    });
    const servers = spans.filter(({ kind }) => kind === 'server');
    expect(servers).toMatchObject([
      {
        name: 'GET /nested',
        parentSpanId: callerSpanId,
        attributes: { 'http.route': '/nested', 'http.request.method': 'GET' },
      },
    ]);
    const outer = spans.find(({ name }) => name === 'outer');
    expect(outer?.parentSpanId).toBe(servers[0]?.spanId);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === outer?.spanId)).toHaveLength(2);
  } finally {
    await service.process.stop();
  }
});
