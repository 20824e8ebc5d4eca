import type { Span } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import type { Service } from '../stack/start-stack.ts';
import { startSpanReceiver, type SpanReceiver } from '../xray/start-span-receiver.ts';
import { conformanceCases, type ConformanceCase } from './conformance-cases.ts';
import { findBreaches } from './http-conventions.ts';
import { callerSpanId, expectedOn, toNormalSpans, userAgent } from './normal-span.ts';
import { runtimes } from './runtime-binary.ts';
import { runtimeDifferences } from './runtime-differences.ts';
import { conformanceEntry, startOn } from './start-on.ts';

describe.each(runtimes)('HTTP in, spans out on %s', (runtime) => {
  let receiver: SpanReceiver;
  let service: Service;
  const seen: Span[] = [];

  beforeAll(async () => {
    receiver = await startSpanReceiver();
    service = await startOn(runtime, conformanceEntry, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '20',
    });
  }, 60_000);
  afterAll(async () => {
    await service?.process.stop();
    await receiver?.[Symbol.asyncDispose]();
  });

  test.each(conformanceCases)('$title', async (conformanceCase) => {
    const traceId = crypto.randomUUID().replaceAll('-', '');
    await ask(service.url, conformanceCase, traceId);
    const count = conformanceCase.spans.length;
    await eventually(`${count} spans, the request's own among them`, async () => {
      const spans = receiver.spansOf(traceId);
      return spans.length >= count && spans.some(isRequest) ? true : undefined;
    }).catch(() => undefined);
    const spans = receiver.spansOf(traceId);
    seen.push(...spans);
    expect(toNormalSpans(spans)).toEqual(expectedOn(runtime, conformanceCase.spans));
    const own = spans.find(isRequest);
    expect(durationMs(own)).toBeGreaterThanOrEqual(conformanceCase.atLeastMs ?? 0);
    for (const span of spans)
      expect(isWithinParent(span, spans, runtimeDifferences[runtime].clockStepMs)).toBe(true);
  });

  test('every span of it keeps to the semantic conventions', () => {
    expect(seen.length).toBeGreaterThan(conformanceCases.length);
    expect(findBreaches(seen)).toEqual([]);
  });

  test('what was accepted has been delivered, to the span', async () => {
    const health = await eventually('nothing is buffered', async () => {
      const { sinks }: Health = await (await fetch(`${service.url}/telemetry`)).json();
      const otlp = sinks.find(({ sink }) => sink === 'otlp');
      return otlp !== undefined && otlp.buffered === 0 ? otlp : undefined;
    });
    expect(health).toMatchObject({ delivered: health.accepted, dropped: 0 });
  });
});

interface Health {
  readonly sinks: readonly {
    readonly sink: string;
    readonly accepted: number;
    readonly delivered: number;
    readonly dropped: number;
    readonly buffered: number;
  }[];
}

async function ask(
  url: string,
  { method, path, body, client }: ConformanceCase,
  traceId: string,
): Promise<void> {
  const leaving = new AbortController();
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { traceparent: `00-${traceId}-${callerSpanId}-01`, 'user-agent': userAgent },
    signal: leaving.signal,
    ...(body === undefined ? undefined : { body }),
  });
  if (client === 'leaves after the first byte') {
    await response.body?.getReader().read();
    leaving.abort();
  } else {
    const outcome = await response.text().then(
      () => 'to its end',
      () => 'is cut off',
    );
    if (outcome !== (client ?? 'to its end')) throw new Error(`the answer ${outcome}`);
  }
}

function isRequest({ parentSpanId }: Span): boolean {
  return parentSpanId === callerSpanId;
}

function durationMs(span: Span | undefined): number {
  return span === undefined ? Number.NaN : Number(span.endTimeUnixNano - span.startTimeUnixNano) / 1e6;
}

/** Of one process each: their clocks are the same. */
function isWithinParent(span: Span, spans: readonly Span[], clockStepMs: number): boolean {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  if (parent === undefined || span.kind === 'server') return durationMs(span) >= 0;
  const tolerance = BigInt(clockStepMs * 1_000_000);
  return (
    span.endTimeUnixNano >= span.startTimeUnixNano &&
    span.startTimeUnixNano >= parent.startTimeUnixNano - tolerance &&
    span.endTimeUnixNano <= parent.endTimeUnixNano + tolerance
  );
}
