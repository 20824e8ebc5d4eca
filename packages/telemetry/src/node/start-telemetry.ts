import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { SDK_INFO } from '@opentelemetry/core';
import { assembleTelemetry } from '../assemble-telemetry.ts';
import { checkAtStart } from '../checks/check-at-start.ts';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createLogging } from '../log/create-logging.ts';
import { defaultHold } from '../log/held-lines.ts';
import type { ShouldReport } from '../rollbar/default-should-report.ts';
import { registerProvider } from '../sdk/register-provider.ts';
import type { Telemetry } from '../telemetry.ts';
import { createNodeRollbarReporter } from './create-rollbar-reporter.ts';
import { createLogSinks } from './create-log-sinks.ts';
import { createOtlpLogSinks } from './create-otlp-log-sinks.ts';
import { createSinks } from './create-sinks.ts';
import { createStandardOutput } from './create-standard-output.ts';
import { createNodeHttpTransport } from './http-transport.ts';
import { observeSinks } from './observe-sinks.ts';
import { sendOnceTraced } from './send-once-traced.ts';
import { startXRaySampler } from './start-xray-sampler.ts';
import { createSampler } from '../trace/create-sampler.ts';
import { createSystemClock } from '../trace/clock.ts';
import { createFanOut } from '../trace/fan-out.ts';
import { startLocalTrace } from '../trace/local-trace.ts';
import { createResource } from '../trace/resource.ts';
import { createTailDecision } from '../trace/tail-decision.ts';

export interface StartTelemetryOptions {
  /** Origins (`http://127.0.0.1:4568`) that get our trace headers from `telemetry.fetch`. */
  readonly propagateTo?: readonly string[];
  /** Which errors are reported to Rollbar. @default all but those that say to be the client's (`status` below 500) */
  readonly shouldReport?: ShouldReport;
}

/**
 * Starts tracing and logs on Node: our own tracer, the OpenTelemetry SDK registered globally beside it, and the sinks
 * that the config names. One per process; call it before the app is made, and `shutdown` before the process ends. A
 * MeterProvider that is registered before it gets the counters of the sinks as metrics.
 */
export function startTelemetry(
  config: TelemetryConfig,
  { propagateTo = [], shouldReport }: StartTelemetryOptions = {},
): Telemetry {
  const stdout = createStandardOutput(config);
  const resource = createResource(config, {
    ...SDK_INFO,
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.version': process.versions.node,
  });
  const { level } = config.log;
  // What a log sink says of itself goes to standard output only: sent by itself, it would never end.
  const ownLog = createLogging({ level, nowMs: Date.now, sinks: [stdout] }).log;
  const transport = createNodeHttpTransport();
  const { post } = transport;
  const logSinks = [
    stdout,
    ...createLogSinks(config, { resource, log: ownLog }),
    ...createOtlpLogSinks(config, { resource, post, log: ownLog }),
  ];
  const { log, requestLog } = createLogging({
    level,
    nowMs: Date.now,
    sinks: logSinks,
    hold: config.log.debugOnFailure ? defaultHold : undefined,
    keepBreadcrumbs: config.rollbar !== undefined,
  });
  const reporter = createNodeRollbarReporter(config, { host: hostname(), post, log: ownLog, shouldReport });
  const owned = new DisposableStack();
  owned.defer(transport.close);
  const sampler = createSampler(config.sampler, () =>
    owned.use(startXRaySampler(config, { resource, post, log })),
  );
  const sinks = createSinks(config, { resource, post, log, propagateTo });
  const deliver = createFanOut(sinks);
  const tail =
    config.tail && !config.disabled
      ? createTailDecision({ ...config.tail, maxHeldSpans: config.batch.maxQueueSize, keep: deliver })
      : undefined;
  const onEnd = tail?.accept ?? deliver;
  const { limits, propagation } = config;
  const provider = registerProvider({ resource, sampler, limits, formats: propagation.formats, onEnd });
  if (provider.isSecond) {
    log.warn(
      'another OpenTelemetry SDK is registered already: spans made through its API are in the same traces, but go only ' +
        'where that one sends them. Start this telemetry first to have them in its sinks too',
    );
  }
  if (!config.disabled) owned.use(checkAtStart({ otlp: config.otlp, log }));
  const telemetry = assembleTelemetry({
    config,
    clock: createSystemClock(),
    sampler,
    // First: a flush goes through it to the others.
    sinks: tail === undefined ? sinks : [tail, ...sinks],
    startLocalTrace: tail && startLocalTrace,
    log,
    requestLog,
    logSinks,
    reporter,
    propagateTo,
    send: sendOnceTraced,
    onEnd,
    release: async () => {
      owned.dispose();
      await provider.unregister();
    },
  });
  if (!config.disabled) observeSinks(() => telemetry.health().sinks);
  return telemetry;
}
