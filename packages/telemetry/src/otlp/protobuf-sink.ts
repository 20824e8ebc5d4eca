import type { Attributes } from '@opentelemetry/api';
import { createDelivery, type DeliveryOptions, type DeliverySettings } from '../delivery/delivery.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { HttpTransport } from '../delivery/http-transport.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createTraceRequestSender } from './http-sender.ts';
import type { OtlpSettings } from './otlp-settings.ts';
import { createTraceRequestBuffer } from './trace-request-buffer.ts';
import { xrayLimits } from './xray-limits.ts';

/** Enough for the encoder to be in the CPU's caches, few enough for the spans to die young. */
const itemsPerRun = 64;

/** OTLP/HTTP with protobuf, the cheap path: spans are encoded soon after they end. Works on every runtime. */
export function createOtlpProtobufSink(
  settings: OtlpSettings,
  resource: Attributes,
  delivery: DeliverySettings & Pick<DeliveryOptions<FinishedSpan, never>, 'onDrop'>,
  post: HttpTransport,
): SpanSink {
  const spans = createDelivery({
    ...delivery,
    attemptTimeoutMs: settings.timeoutMs,
    itemsPerRun,
    // Only requests to X-Ray are signed.
    buffer: createTraceRequestBuffer(resource, settings.signing === undefined ? undefined : xrayLimits),
    send: createTraceRequestSender(settings, post),
  });
  return { name: 'otlp', endpoint: settings.endpoint, ...spans };
}
