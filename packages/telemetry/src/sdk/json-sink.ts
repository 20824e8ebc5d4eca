import type { Attributes } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import {
  createDelivery,
  type BatchBuffer,
  type DeliveryOptions,
  type DeliverySettings,
} from '../delivery/delivery.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { SpanSink } from '../trace/span-sink.ts';

type ExporterConfig = NonNullable<ConstructorParameters<typeof OTLPTraceExporter>[0]>;

/** What a span holds in memory until it is sent; only for the byte bound, the exporter makes the real bytes. */
const assumedBytesPerSpan = 1024;

/** OTLP/HTTP with JSON through OpenTelemetry's own exporter: for receivers that read no protobuf, and for debugging. */
export function createOtlpJsonSink(
  settings: OtlpSettings,
  resource: Attributes,
  delivery: DeliverySettings & Pick<DeliveryOptions<FinishedSpan, never>, 'onDrop'>,
): SpanSink {
  const exporter = new OTLPTraceExporter({
    url: settings.endpoint,
    headers: Object.fromEntries(settings.headers.map(([name, value]) => [name, value.reveal()])),
    timeoutMillis: settings.timeoutMs,
    // safe: the exporter's enum has exactly these two string values
    compression: settings.compression as NonNullable<ExporterConfig['compression']>,
  });
  const spans = createDelivery<FinishedSpan, readonly ReadableSpan[]>({
    ...delivery,
    // The exporter retries by itself within its timeout.
    retry: { ...delivery.retry, maxAttempts: 1 },
    attemptTimeoutMs: settings.timeoutMs + 1000,
    buffer: createSpanBuffer(resource),
    send: (batch, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
        exporter.export([...batch], ({ code, error }) => {
          if (code === ExportResultCode.SUCCESS) resolve({ kind: 'delivered' });
          else resolve({ kind: 'refused', reason: error?.message ?? 'export failed' });
        });
      }),
  });
  return {
    name: 'otlp',
    endpoint: settings.endpoint,
    ...spans,
    shutdown: async (timeoutMs) => {
      await spans.shutdown(timeoutMs);
      // Waits for what it still sends, however long that takes; all of it has been counted as dropped by now.
      exporter.shutdown().catch(() => undefined);
    },
  };
}

function createSpanBuffer(attributes: Attributes): BatchBuffer<FinishedSpan, readonly ReadableSpan[]> {
  const resource = resourceFromAttributes(attributes);
  let spans: ReadableSpan[] = [];
  return {
    items: () => spans.length,
    bytes: () => spans.length * assumedBytesPerSpan,
    add: (span) => spans.push(toReadableSpan(span, resource)),
    take: () => {
      const batch = spans;
      spans = [];
      return batch;
    },
  };
}

function toReadableSpan(span: FinishedSpan, resource: ReadableSpan['resource']): ReadableSpan {
  const { startTime, endTime, parentSpanContext, events } = span;
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(parentSpanContext === undefined ? undefined : { parentSpanContext }),
    startTime,
    endTime,
    duration: [0, 0],
    ended: true,
    status: span.status,
    attributes: span.attributes,
    // safe: the SDK's types only lack `readonly` and `| undefined`; the exporter reads them
    links: span.links as ReadableSpan['links'],
    events: events as ReadableSpan['events'],
    resource,
    instrumentationScope: span.instrumentationScope as ReadableSpan['instrumentationScope'],
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
