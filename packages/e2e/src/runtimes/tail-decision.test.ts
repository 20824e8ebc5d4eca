import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import type { Service } from '../stack/start-stack.ts';
import { startSpanReceiver, type SpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId } from './normal-span.ts';
import { runtimes } from './runtime-binary.ts';
import { conformanceEntry, startOn } from './start-on.ts';

interface Health {
  readonly sinks: readonly { readonly sink: string; readonly buffered: number; readonly dropped: number }[];
}

describe.each(runtimes)('the tail decision on %s, which keeps none of the rest', (runtime) => {
  let receiver: SpanReceiver;
  let service: Service;

  beforeAll(async () => {
    receiver = await startSpanReceiver();
    service = await startOn(runtime, conformanceEntry, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '20',
      CRUDDUR_TAIL_RATIO: '0',
      CRUDDUR_TAIL_SLOW_MS: '50',
    });
  }, 60_000);
  afterAll(async () => {
    await service?.process.stop();
    await receiver?.[Symbol.asyncDispose]();
  });

  const ask = async (path: string): Promise<{ readonly traceId: string; readonly text: string }> => {
    const traceId = crypto.randomUUID().replaceAll('-', '');
    const headers = { traceparent: `00-${traceId}-${callerSpanId}-01` };
    const response = await fetch(`${service.url}${path}`, { headers });
    return { traceId, text: await response.text() };
  };
  const dropped = async (): Promise<number> => {
    const { sinks }: Health = await (await fetch(`${service.url}/telemetry`)).json();
    if (sinks.some(({ buffered }) => buffered > 0)) throw new Error('not all is decided and sent');
    return sinks.find(({ sink }) => sink === 'tail decision')?.dropped ?? Number.NaN;
  };

  test.each([
    ['/fail', ['GET /fail']],
    ['/marked', ['GET /marked', 'marked']],
    ['/raw-stream', ['GET /raw-stream']],
  ])('%s is kept: it failed, is marked, or was slow', async (path, names) => {
    const { traceId } = await ask(path);
    await eventually('its spans', async () =>
      receiver.spansOf(traceId).length >= names.length ? true : undefined,
    );
    expect(
      receiver
        .spansOf(traceId)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names);
  });

  test('the rest is not sent, and is counted', async () => {
    const before = await eventually('all is decided', dropped);
    const { traceId } = await ask('/items/1');
    await eventually('one more is dropped', async () =>
      (await dropped()) === before + 1 ? true : undefined,
    );
    expect(receiver.spansOf(traceId)).toEqual([]);
  });

  test('what is told downstream is the decision of the head, the same in every format', async () => {
    const { traceId, text } = await ask('/told');
    const headers: Readonly<Record<string, string>> = JSON.parse(text);
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[13]$`));
    expect(headers['x-amzn-trace-id']).toMatch(/;Sampled=1$/);
  });
});
