import type { Attributes } from '@opentelemetry/api';
import { createDelivery, type DeliveryOptions, type DeliverySettings } from '../../delivery/delivery.ts';
import type { HttpTransport } from '../../delivery/http-transport.ts';
import type { LogSink } from '../../log/log-sink.ts';
import type { LogRecord } from '../../log/logger.ts';
import { createTraceRequestSender } from '../http-sender.ts';
import type { OtlpSettings } from '../otlp-settings.ts';
import { createLogRequestBuffer } from './log-request-buffer.ts';

export interface OtlpLogSinkOptions {
  readonly settings: OtlpSettings;
  readonly resource: Attributes;
  readonly delivery: DeliverySettings & Pick<DeliveryOptions<LogRecord, never>, 'onDrop'>;
  readonly post: HttpTransport;
  readonly wantsRequestEvents: boolean;
}

/** Log lines by OTLP/HTTP with protobuf. Works on every runtime. ADR: ../../adr/0010-otlp-logs.md */
export function createOtlpLogSink(options: OtlpLogSinkOptions): LogSink {
  const { settings, wantsRequestEvents } = options;
  const records = createDelivery({
    ...options.delivery,
    attemptTimeoutMs: settings.timeoutMs,
    buffer: createLogRequestBuffer(options.resource),
    send: createTraceRequestSender(settings, options.post),
  });
  return { name: 'otlp-logs', endpoint: settings.endpoint, wantsRequestEvents, ...records };
}
