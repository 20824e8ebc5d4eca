import { expect, test } from 'vitest';
import { startSpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId } from './normal-span.ts';
import { serviceEntry, startOn } from './start-on.ts';

test('the entry of Node stops on Bun as it does on Node: what is under way is answered, its spans are sent', async () => {
  await using receiver = await startSpanReceiver();
  const { node } = serviceEntry('gateway');
  const { url, process } = await startOn(
    'bun',
    { ...serviceEntry('gateway'), serve: node },
    { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, LOG_FORMAT: 'json' },
  );
  const traceId = crypto.randomUUID().replaceAll('-', '');
  const underWay = fetch(`${url}/api/faults/slow?ms=1500`, {
    headers: { traceparent: `00-${traceId}-${callerSpanId}-01` },
  });
  // Answered after the other one has arrived, as both come by the one socket that listens.
  await fetch(`${url}/health`);
  const stopped = process.stop();
  const response = await underWay;
  await response.text();
  expect(response.status).toBe(200);
  expect({ code: await stopped, output: process.output() }).toMatchObject({ code: 0 });
  expect(receiver.spansOf(traceId).map(({ kind }) => kind)).toContain('server');
}, 60_000);
