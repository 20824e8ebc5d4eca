import type { Attributes } from '@opentelemetry/api';
import { createCloudWatchSink } from '../cloudwatch/cloudwatch-sink.ts';
import type { CloudWatchSettings } from '../cloudwatch/cloudwatch-settings.ts';
import { createDiagnostics } from '../cloudwatch/diagnostics.ts';
import { toEntity } from '../cloudwatch/entity.ts';
import { createEventShipper } from '../cloudwatch/event-shipper.ts';
import { defaultShipperSettings } from '../cloudwatch/shipper-settings.ts';
import { toStreamName } from '../cloudwatch/stream-name.ts';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import type { LogSink } from '../log/log-sink.ts';
import type { Logger } from '../log/logger.ts';
import { createCloudWatchClient } from './cloudwatch-client.ts';
import { createCloudWatchSpool, type SpoolSettings } from './cloudwatch-spool.ts';

/** What the log sinks of one process share. */
export interface LogSinkSurroundings {
  readonly resource: Attributes;
  /** Leads to standard output only: what a sink says about itself must not be sent by it. */
  readonly log: Logger;
}

/** The destinations of log lines that the config names, beside standard output. */
export function createLogSinks(
  { cloudwatch, serviceName, disabled }: TelemetryConfig,
  surroundings: LogSinkSurroundings,
): readonly LogSink[] {
  if (disabled || cloudwatch === undefined) return [];
  return [createCloudWatch(cloudwatch, serviceName, surroundings)];
}

function createCloudWatch(
  settings: CloudWatchSettings,
  serviceName: string,
  { resource, log }: LogSinkSurroundings,
): LogSink {
  const { group, retentionDays, region, endpoint, maxBufferBytes, maxDelayMs, overflow, spoolFolder } =
    settings;
  const entity = toEntity(serviceName, resource);
  const stream = toStreamName(settings.streamTemplate, {
    service: serviceName,
    environment: entity.environment,
    host: String(resource['host.name']),
    pid: String(resource['process.pid']),
    instance: String(resource['service.instance.id']),
    date: new Date().toISOString().slice(0, 10),
  });
  const shipping = { ...defaultShipperSettings, maxBufferBytes, maxDelayMs, overflow };
  const diagnose = createDiagnostics(log, () => performance.now());
  const toSpool = (folder: string): SpoolSettings => ({
    folder,
    serviceName,
    // More than the buffer: the lines of a file go only together.
    maxBytes: maxBufferBytes * 4,
    segmentBytes: maxBufferBytes / 8,
  });
  const shipper = createEventShipper({
    ...shipping,
    client: createCloudWatchClient({
      region,
      endpoint,
      useLocalCredentials: settings.useLocalCredentials,
      connectTimeoutMs: shipping.requestTimeoutMs / 2,
      maxSockets: shipping.concurrency + 1,
    }),
    destination: { group, stream, retentionDays, tags: { service: serviceName } },
    entity,
    diagnose,
    onDrop: createDropReporter('cloudwatch', log),
  });
  return createCloudWatchSink({
    serviceName,
    maxBufferBytes,
    spool: spoolFolder === undefined ? undefined : createCloudWatchSpool(toSpool(spoolFolder), diagnose),
    metrics: settings.metrics ? { service: serviceName, environment: entity.environment } : undefined,
    endpoint: `${endpoint ?? `https://logs.${region ?? '<region>'}.amazonaws.com`} ${group} ${stream}`,
    shipper,
    maxBatchBytes: shipping.limits.maxBatchBytes,
  });
}
