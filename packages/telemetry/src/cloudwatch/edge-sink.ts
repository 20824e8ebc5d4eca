import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createLogging } from '../log/create-logging.ts';
import { toJsonLine } from '../log/format-record.ts';
import { createLineSink } from '../log/line-sink.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import { createCloudWatchSink, type CloudWatchSink } from './cloudwatch-sink.ts';
import { createDiagnostics } from './diagnostics.ts';
import { createEdgeClient } from './edge-client.ts';
import type { AwsCredentials } from './edge-signature.ts';
import { toEntity } from './entity.ts';
import { createEventShipper } from './event-shipper.ts';
import type { EventShipperOptions } from './shipper-settings.ts';
import { createRequestShipper } from './request-shipper.ts';
import { defaultShipperSettings } from './shipper-settings.ts';
import { toStreamName } from './stream-name.ts';

export interface EdgeCloudWatchOptions {
  readonly credentials: () => AwsCredentials | Promise<AwsCredentials>;
  /** `per-request` where a runtime may stop after each request (Workers), `batched` where a process goes on. */
  readonly delivery: 'per-request' | 'batched';
  /** @default the runtime's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** An isolate has 128 MB for everything. */
const maxBufferBytes = 4 * 1024 * 1024;

/**
 * Log lines to CloudWatch Logs from runtimes without Node, where the config names a group and a region: for the
 * `moreSinks` of `createConsoleLogging`. Call it within a request on Workers: it needs randomness.
 */
export function createEdgeCloudWatchSink(
  {
    cloudwatch,
    serviceName,
    disabled,
    resourceAttributes,
  }: Pick<TelemetryConfig, 'cloudwatch' | 'serviceName' | 'disabled' | 'resourceAttributes'>,
  { credentials, delivery, fetch }: EdgeCloudWatchOptions,
): CloudWatchSink | undefined {
  if (cloudwatch === undefined || cloudwatch.region === undefined || disabled) return undefined;
  const { group, retentionDays, region, endpoint, maxDelayMs, overflow } = cloudwatch;
  const entity = toEntity(serviceName, resourceAttributes);
  const stream = toStreamName(cloudwatch.streamTemplate, {
    service: serviceName,
    environment: entity.environment,
    host: 'edge',
    pid: '0',
    instance: crypto.randomUUID(),
    date: new Date().toISOString().slice(0, 10),
  });
  const log = createOwnLog(serviceName);
  const options: EventShipperOptions = {
    ...defaultShipperSettings,
    maxBufferBytes,
    maxDelayMs,
    overflow,
    client: createEdgeClient({ region, endpoint, credentials, ...(fetch && { fetch }) }),
    destination: { group, stream, retentionDays, tags: { service: serviceName } },
    entity,
    diagnose: createDiagnostics(log, Date.now),
    onDrop: createDropReporter('cloudwatch', log, Date.now),
  };
  return createCloudWatchSink({
    serviceName,
    endpoint: `${endpoint ?? `https://logs.${region}.amazonaws.com`} ${group} ${stream}`,
    shipper: delivery === 'batched' ? createEventShipper(options) : createRequestShipper(options),
    maxBatchBytes: options.limits.maxBatchBytes,
    maxBufferBytes,
    monotonicMs: Date.now,
  });
}

/** To the console only: what the sink says of itself must not be sent by it. */
function createOwnLog(serviceName: string): ReturnType<typeof createLogging>['log'] {
  const console = createLineSink({
    name: 'console',
    format: (record) => toJsonLine(record, serviceName),
    write: (line) => globalThis.console.log(line.slice(0, -1)),
    wantsRequestEvents: false,
  });
  return createLogging({ level: 'info', nowMs: Date.now, sinks: [console] }).log;
}
