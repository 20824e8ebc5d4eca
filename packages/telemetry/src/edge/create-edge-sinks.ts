import type { Attributes } from '@opentelemetry/api';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import { postByFetch } from '../delivery/fetch-transport.ts';
import { defaultRetry } from '../delivery/retry.ts';
import type { Logger } from '../log/logger.ts';
import { createTraceRequestSender } from '../otlp/http-sender.ts';
import { createTraceRequestBuffer } from '../otlp/trace-request-buffer.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createRequestDelivery } from './request-delivery.ts';

/**
 * When spans are sent. `per-request`: by themselves after each request, for Workers and functions, which may be stopped
 * after it. `batched`: together after a while, for Bun, Deno and every other process that goes on.
 */
export type EdgeDelivery = 'per-request' | 'batched';

const maxBufferedBytes = 16 * 1024 * 1024;

/** The OTLP sink, if the config names an endpoint: the only destination of spans that needs nothing but `fetch`. */
export function createEdgeSinks(
  config: TelemetryConfig,
  { delivery, timeLimitMs }: { readonly delivery: EdgeDelivery; readonly timeLimitMs: number },
  resource: Attributes,
  log: Logger,
): readonly SpanSink[] {
  const { otlp, batch, disabled, serviceName } = config;
  if (otlp === undefined || disabled) return [];
  const spans = createRequestDelivery({
    maxBufferedItems: batch.maxQueueSize,
    maxBufferedBytes,
    attemptTimeoutMs: otlp.timeoutMs,
    timeLimitMs,
    retry: defaultRetry,
    batch:
      delivery === 'batched'
        ? { maxItems: batch.maxExportBatchSize, maxDelayMs: batch.scheduleDelayMs }
        : undefined,
    onDrop: createDropReporter(`otlp of ${serviceName}`, log, Date.now),
    buffer: createTraceRequestBuffer(resource),
    send: createTraceRequestSender(otlp, postByFetch),
  });
  return [{ name: 'otlp', endpoint: otlp.endpoint, ...spans }];
}
