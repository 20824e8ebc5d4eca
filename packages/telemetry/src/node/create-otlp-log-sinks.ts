import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import { defaultRetry } from '../delivery/retry.ts';
import type { LogSink } from '../log/log-sink.ts';
import { createOtlpLogSink } from '../otlp/logs/otlp-log-sink.ts';
import type { SinkSurroundings } from './create-sinks.ts';

const maxBufferedBytes = 16 * 1024 * 1024;
const maxBatchBytes = 1024 * 1024;

/** The OTLP sink for log lines, if the config has one. `log` must not lead back to it. */
export function createOtlpLogSinks(
  { otlpLogs, batch, disabled, log: { requests } }: TelemetryConfig,
  { resource, post, log }: Omit<SinkSurroundings, 'propagateTo'>,
): readonly LogSink[] {
  if (disabled || otlpLogs === undefined) return [];
  return [
    createOtlpLogSink({
      settings: otlpLogs,
      resource,
      post,
      wantsRequestEvents: requests,
      delivery: {
        maxBufferedItems: batch.maxQueueSize,
        maxBufferedBytes,
        maxBatchItems: batch.maxExportBatchSize,
        maxBatchBytes,
        maxDelayMs: batch.scheduleDelayMs,
        attemptTimeoutMs: otlpLogs.timeoutMs,
        retry: defaultRetry,
        onDrop: createDropReporter('otlp-logs', log),
      },
    }),
  ];
}
