import { ProxyTracerProvider } from '@opentelemetry/api';
import type { TelemetryConfig } from './config/telemetry-config.ts';
import type { ErrorReporter } from './errors/error-reporter.ts';
import { createErrorReporting } from './errors/report-errors.ts';
import { createTracedFetch, type SendRequest } from './http/traced-fetch.ts';
import type { LogSink } from './log/log-sink.ts';
import type { Logger } from './log/logger.ts';
import type { RequestLog } from './log/request-log.ts';
import type { PropagationSettings } from './propagation/propagation-settings.ts';
import type { Telemetry } from './telemetry.ts';
import type { Clock } from './trace/clock.ts';
import { createExceptionSignal } from './trace/exception-signal.ts';
import type { FinishedSpan } from './trace/finished-span.ts';
import { createIdGenerator } from './trace/id-generator.ts';
import { instrumentationScope } from './trace/instrumentation-scope.ts';
import { createLeanTracer } from './trace/lean-tracer.ts';
import type { StartLocalTrace } from './trace/local-trace.ts';
import type { Sampler } from './trace/sampler.ts';
import type { SpanSink } from './trace/span-sink.ts';
import { createWithSpan } from './trace/with-span.ts';

export interface TelemetryParts {
  readonly config: Pick<
    TelemetryConfig,
    'serviceName' | 'disabled' | 'limits' | 'propagation' | 'trustProxy' | 'exceptionSignal'
  >;
  readonly clock: Clock;
  readonly sampler: Sampler;
  readonly sinks: readonly SpanSink[];
  /** Takes every sampled span that ends. */
  readonly onEnd: (span: FinishedSpan) => void;
  /** Given where spans are grouped by their local trace. */
  readonly startLocalTrace?: StartLocalTrace | undefined;
  readonly log: Logger;
  readonly requestLog?: RequestLog | undefined;
  /** Destinations of the log lines, to be drained beside those of the spans. */
  readonly logSinks?: readonly LogSink[];
  /** Where errors are reported to, beside the log. */
  readonly reporter?: ErrorReporter | undefined;
  readonly propagateTo: readonly string[];
  readonly send: SendRequest;
  /** Releases what the runtime's start registered. */
  readonly release: () => Promise<void>;
}

/** Builds the telemetry object of any runtime from its parts. */
export function assembleTelemetry(parts: TelemetryParts): Telemetry {
  const { config, log } = parts;
  const reporters = parts.reporter === undefined ? [] : [parts.reporter];
  const sinks = [...parts.sinks, ...(parts.logSinks ?? []), ...reporters];
  const exceptions = createExceptionSignal(config.exceptionSignal, log);
  const lean = createLeanTracer({
    clock: parts.clock,
    ids: createIdGenerator(),
    sampler: parts.sampler,
    limits: config.limits,
    exceptions,
    scope: instrumentationScope,
    onEnd: parts.onEnd,
    startLocalTrace: parts.startLocalTrace,
  });
  // The API's own no-op tracer passes a caller's context through, which is what OTEL_SDK_DISABLED asks for.
  const tracer = config.disabled ? new ProxyTracerProvider().getTracer(instrumentationScope.name) : lean;
  const { reportError, reportMessage } = createErrorReporting(log, parts.reporter, exceptions);
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
    reportMessage,
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
