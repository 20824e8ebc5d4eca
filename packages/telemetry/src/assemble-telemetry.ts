import { ProxyTracerProvider, type Attributes } from '@opentelemetry/api';
import type { TelemetryConfig } from './config/telemetry-config.ts';
import { createTracedFetch, type SendRequest } from './http/traced-fetch.ts';
import type { LogSink } from './log/log-sink.ts';
import type { Logger } from './log/logger.ts';
import type { RequestLog } from './log/request-log.ts';
import type { PropagationSettings } from './propagation/propagation-settings.ts';
import type { Telemetry } from './telemetry.ts';
import type { Clock } from './trace/clock.ts';
import { errorType } from './trace/exception-attributes.ts';
import type { FinishedSpan } from './trace/finished-span.ts';
import { createIdGenerator } from './trace/id-generator.ts';
import { createLeanTracer } from './trace/lean-tracer.ts';
import type { Sampler } from './trace/sampler.ts';
import type { SpanSink } from './trace/span-sink.ts';
import { createWithSpan } from './trace/with-span.ts';

/** The one scope of the spans that this package makes. */
const instrumentationScope: { readonly name: string; readonly version: string } = {
  name: '@cruddur/telemetry',
  version: '0.1.0',
};

export interface TelemetryParts {
  readonly config: Pick<
    TelemetryConfig,
    'serviceName' | 'disabled' | 'limits' | 'propagation' | 'trustProxy'
  >;
  readonly clock: Clock;
  readonly sampler: Sampler;
  readonly sinks: readonly SpanSink[];
  /** Takes every sampled span that ends. */
  readonly onEnd: (span: FinishedSpan) => void;
  readonly log: Logger;
  readonly requestLog?: RequestLog | undefined;
  /** Destinations of the log lines, to be drained beside those of the spans. */
  readonly logSinks?: readonly LogSink[];
  readonly propagateTo: readonly string[];
  readonly send: SendRequest;
  /** Releases what the runtime's start registered. */
  readonly release: () => Promise<void>;
}

/** Builds the telemetry object of any runtime from its parts. */
export function assembleTelemetry(parts: TelemetryParts): Telemetry {
  const { config, log } = parts;
  const sinks = [...parts.sinks, ...(parts.logSinks ?? [])];
  const lean = createLeanTracer({
    clock: parts.clock,
    ids: createIdGenerator(),
    sampler: parts.sampler,
    limits: config.limits,
    scope: instrumentationScope,
    onEnd: parts.onEnd,
  });
  // The API's own no-op tracer passes a caller's context through, which is what OTEL_SDK_DISABLED asks for.
  const tracer = config.disabled ? new ProxyTracerProvider().getTracer(instrumentationScope.name) : lean;
  const reported = new WeakSet();

  const reportError = (error: unknown, attributes?: Attributes): void => {
    if (typeof error === 'object' && error !== null) {
      // The middleware, an onError and a caller may all see the same throw: it is one error.
      if (reported.has(error)) return;
      reported.add(error);
    }
    log.emit({
      level: 'error',
      attributes: { ...attributes, 'exception.type': errorType(error) },
      error: error ?? String(error),
    });
  };
  const shutdown = async (timeoutMs: number): Promise<void> => {
    await Promise.all(sinks.map((sink) => sink.shutdown(timeoutMs)));
    await parts.release();
  };
  const propagation: PropagationSettings = config.propagation;

  return {
    serviceName: config.serviceName,
    tracer,
    log,
    requestLog: parts.requestLog,
    propagation,
    trustProxy: config.trustProxy,
    withSpan: createWithSpan(tracer),
    fetch: createTracedFetch({
      tracer,
      formats: propagation.formats,
      propagateTo: new Set(parts.propagateTo),
      send: parts.send,
    }),
    reportError,
    health: () => ({
      openSpans: lean.openSpans(),
      sinks: sinks.map((sink) => ({ sink: sink.name, endpoint: sink.endpoint, ...sink.statistics() })),
    }),
    flush: async (timeoutMs) => {
      await Promise.all(sinks.map((sink) => sink.flush(timeoutMs)));
    },
    shutdown,
    [Symbol.asyncDispose]: () => shutdown(defaultShutdownMs),
  };
}

const defaultShutdownMs = 5000;
