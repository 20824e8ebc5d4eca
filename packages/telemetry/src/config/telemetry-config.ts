import type { Attributes } from '@opentelemetry/api';
import type { CloudWatchSettings } from '../cloudwatch/cloudwatch-settings.ts';
import type { LogLevel } from '../log/logger.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import {
  allFormats,
  type InboundTrust,
  type PropagationFormat,
  type PropagationSettings,
} from '../propagation/propagation-settings.ts';
import type { RollbarSettings } from '../rollbar/rollbar-settings.ts';
import type { ExceptionSignalOptIn } from '../trace/exception-signal.ts';
import { defaultSpanLimits, type SpanLimits } from '../trace/span-limits.ts';
import type { XRaySettings } from '../xray/xray-settings.ts';
import { readCloudWatchSettings } from './cloudwatch-config.ts';
import { firstSetVariable, type EnvironmentReader } from './environment-reader.ts';
import { readOtlpLogsSettings, readOtlpSettings } from './otlp-config.ts';
import { parseKeyValueList } from './key-value-list.ts';
import { readLogGroup } from './log-group-config.ts';
import { readRollbarSettings } from './rollbar-config.ts';
import { readSampler, type SamplerSettings } from './sampler-config.ts';
import { readTailSettings, type TailSettings } from './tail-config.ts';
import { readXRaySettings } from './xray-config.ts';

interface BatchSettings {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduleDelayMs: number;
}

interface LogSettings {
  readonly level: LogLevel;
  readonly format: 'pretty' | 'json' | 'auto';
  /** One line for every request, with what its span says. */
  readonly requests: boolean;
  /** Lines below `level` are held while a request runs, and written when it fails. */
  readonly debugOnFailure: boolean;
}

/** Everything `startTelemetry` needs; made by `parseTelemetryConfig` from the environment, or by hand in code. */
export interface TelemetryConfig {
  readonly serviceName: string;
  readonly disabled: boolean;
  readonly resourceAttributes: Attributes;
  /** Undefined: spans go nowhere, but the trace context still travels. */
  readonly otlp: OtlpSettings | undefined;
  /** Undefined: log lines go to the other destinations only. */
  readonly otlpLogs: OtlpSettings | undefined;
  /** Undefined: no segments are sent, and the sampler `xray` has its local rules only. Only Node has this sink. */
  readonly xray: XRaySettings | undefined;
  /** Undefined: log lines go to standard output only. */
  readonly cloudwatch: CloudWatchSettings | undefined;
  /** Undefined: errors go to the log only. */
  readonly rollbar: RollbarSettings | undefined;
  readonly sampler: SamplerSettings;
  /** What becomes of a sampled local trace when it is over; undefined keeps all. */
  readonly tail?: TailSettings | undefined;
  readonly propagation: PropagationSettings;
  readonly batch: BatchSettings;
  readonly limits: SpanLimits;
  readonly log: LogSettings;
  /** Where an exception is told: as an event of its span, as a log record, or as both. */
  readonly exceptionSignal: ExceptionSignalOptIn;
  /** Whether `X-Forwarded-*` and `Forwarded` headers say the truth, as behind a load balancer. */
  readonly trustProxy: boolean;
}

/** Reads the telemetry part of a service's environment; problems collect in the reader. */
export function parseTelemetryConfig(
  read: EnvironmentReader,
  { serviceName: defaultServiceName }: { readonly serviceName: string },
): TelemetryConfig {
  const resource = readResource(read);
  const fromResource = resource['service.name'];
  const serviceName =
    read.text('OTEL_SERVICE_NAME') ?? (typeof fromResource === 'string' ? fromResource : defaultServiceName);
  if (serviceName.startsWith('unknown_service')) {
    read.problem('OTEL_SERVICE_NAME', JSON.stringify(serviceName), 'the name of this service');
  }
  const maxQueueSize = read.integer('OTEL_BSP_MAX_QUEUE_SIZE', { min: 1, max: 1_000_000, fallback: 16_384 });
  const maxExportBatchSize = read.integer('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', {
    min: 1,
    max: 10_000,
    // A small queue alone is no contradiction.
    fallback: Math.min(512, maxQueueSize),
  });
  if (maxExportBatchSize > maxQueueSize) {
    read.problem(
      'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
      String(maxExportBatchSize),
      `at most OTEL_BSP_MAX_QUEUE_SIZE, which is ${maxQueueSize}`,
    );
  }
  const disabled = read.boolean('OTEL_SDK_DISABLED', false);
  const otlp = readOtlpSettings(read);
  const logGroup = readLogGroup(read);
  const xray = readXRaySettings(read, logGroup);
  const cloudwatch = readCloudWatchSettings(read, logGroup);
  const rollbar = readRollbarSettings(read, {
    serviceName,
    resource,
    tracesToXRay: xray !== undefined || otlp?.signing !== undefined,
  });
  if (disabled) {
    const silenced = [
      otlp && 'the OTLP endpoint',
      xray && 'the X-Ray daemon',
      cloudwatch && 'the CloudWatch log group',
      rollbar && 'Rollbar',
    ].filter((sink) => sink !== undefined);
    const nothing = silenced.length === 0 ? '' : `, and nothing is sent to ${silenced.join(', ')}`;
    read.warn(`OTEL_SDK_DISABLED is true: no spans are made${nothing}`);
  }
  return {
    serviceName,
    disabled,
    resourceAttributes: resource,
    otlp,
    otlpLogs: readOtlpLogsSettings(read),
    xray,
    cloudwatch,
    rollbar,
    sampler: readSampler(read),
    tail: readTailSettings(read),
    propagation: readPropagation(read),
    batch: {
      maxQueueSize,
      maxExportBatchSize,
      scheduleDelayMs: read.integer('OTEL_BSP_SCHEDULE_DELAY', { min: 10, max: 60_000, fallback: 1000 }),
    },
    limits: readLimits(read),
    log: {
      level: read.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
      format: read.choice('LOG_FORMAT', ['pretty', 'json', 'auto'], 'auto'),
      requests: read.boolean('CRUDDUR_LOG_REQUESTS', false),
      debugOnFailure: read.boolean('CRUDDUR_LOG_DEBUG_ON_FAILURE', false),
    },
    exceptionSignal: readExceptionSignal(read),
    trustProxy: read.boolean('CRUDDUR_TRUST_PROXY', false),
  };
}

function readExceptionSignal(read: EnvironmentReader): ExceptionSignalOptIn {
  const variable = 'OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN';
  // The standard has no word for the default.
  return read.text(variable) === undefined
    ? 'span-event'
    : read.choice(variable, ['logs', 'logs/dup'], 'logs');
}

function readLimits(read: EnvironmentReader): SpanLimits {
  const limit = (variable: string, max: number, fallback: number): number =>
    read.integer(variable, { min: 1, max, fallback });
  const { maxAttributes, maxAttributeValueLength, maxEvents, maxLinks } = defaultSpanLimits;
  const count = firstSetVariable(read, 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT');
  const valueLength = firstSetVariable(
    read,
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  );
  return {
    maxAttributes: limit(count, 10_000, maxAttributes),
    maxAttributeValueLength: limit(valueLength, 1_000_000, maxAttributeValueLength),
    maxEvents: limit('OTEL_SPAN_EVENT_COUNT_LIMIT', 10_000, maxEvents),
    maxLinks: limit('OTEL_SPAN_LINK_COUNT_LIMIT', 10_000, maxLinks),
  };
}

function readPropagation(read: EnvironmentReader): PropagationSettings {
  const inboundTrust: InboundTrust = read.choice(
    'CRUDDUR_INBOUND_TRACE',
    ['continue', 'link', 'ignore'],
    'continue',
  );
  const text = read.text('OTEL_PROPAGATORS');
  if (text === undefined) return { formats: allFormats, inboundTrust };
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const formats = new Set<PropagationFormat>();
  for (const name of names) {
    if (name === 'tracecontext' || name === 'baggage' || name === 'xray') formats.add(name);
    else if (name !== 'none') {
      read.problem(
        'OTEL_PROPAGATORS',
        JSON.stringify(name),
        'a list of tracecontext, baggage, xray, or none',
      );
    }
  }
  if (names.includes('none') && names.length > 1) {
    read.problem('OTEL_PROPAGATORS', JSON.stringify(text), 'either none alone or other propagators');
  }
  return { formats, inboundTrust };
}

function readResource(read: EnvironmentReader): Attributes {
  const text = read.text('OTEL_RESOURCE_ATTRIBUTES');
  if (text === undefined) return {};
  const pairs = parseKeyValueList(text);
  if (pairs === undefined) {
    read.problem(
      'OTEL_RESOURCE_ATTRIBUTES',
      JSON.stringify(text),
      'key=value pairs separated by commas, percent-encoded',
    );
    return {};
  }
  return Object.fromEntries(pairs);
}
