import { npmEnvironment } from '@cruddur/pack';
import { expect } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { freePort } from '../stack/free-port.ts';
import { startProcess } from '../stack/start-process.ts';
import type { SpanReceiver } from '../xray/start-span-receiver.ts';
import type { ReadmePage } from './readme-page.ts';
import { toTraceText } from './trace-text.ts';

/** Starts both services by the very text of the README, on ports that are free; gives the trace of its request. */
export async function runAsTold(page: ReadmePage, folder: string, receiver: SpanReceiver): Promise<string> {
  const [shopPort, stockPort] = [await freePort(), await freePort()];
  const script = (page.commands.find((text) => text.includes('node shop.ts')) ?? '')
    .replaceAll('8080', String(shopPort))
    .replaceAll('8081', String(stockPort))
    .replaceAll('http://127.0.0.1:4318', receiver.url);
  const shell = startProcess({
    command: 'bash',
    arguments: ['-c', script],
    folder,
    environment: {
      PATH: npmEnvironment['PATH'] ?? '',
      STOCK_URL: `http://127.0.0.1:${stockPort}`,
      // Sent by the shutdown, or not at all.
      OTEL_BSP_SCHEDULE_DELAY: '60000',
    },
    ownGroup: true,
  });
  try {
    await shell.exit;
    const output = shell.output();
    expect(output).toContain('{"available":true}');
    // The last: curl asks again when stock has not been up in time.
    const timing = /^server-timing: traceparent;desc="00-([0-9a-f]{32})-[0-9a-f]{16}-03"/gim;
    const traceId = [...output.matchAll(timing)].at(-1)?.[1] ?? 'none';
    const lines = output.split('\n').filter((text) => text.includes(traceId));
    const line = lines.find((text) => text.includes('looked on the shelf')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      service: 'stock',
      traceId,
      xray_trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
      count: 3,
    });
    return await receivedTrace(traceId, page, receiver);
  } finally {
    await shell.stop('SIGKILL').catch(() => undefined);
  }
}

/** The trace as the README draws it, as soon as it has as many spans as that. */
export async function receivedTrace(
  traceId: string,
  page: ReadmePage,
  receiver: SpanReceiver,
): Promise<string> {
  const spanCount = page.trace.split('\n').length;
  await eventually('the spans of both services', async () =>
    receiver.spansOf(traceId).length >= spanCount ? true : undefined,
  ).catch(() => undefined);
  return toTraceText(receiver.spansOf(traceId));
}
