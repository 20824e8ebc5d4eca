import { context as activeContext } from '@opentelemetry/api';
import { assembleTelemetry } from '../assemble-telemetry.ts';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { sendInContext } from '../http/traced-fetch.ts';
import { isWorkerd } from '../runtime.ts';
import type { Telemetry } from '../telemetry.ts';
import { createSampler } from '../trace/create-sampler.ts';
import { createFanOut } from '../trace/fan-out.ts';
import type { KeepAlive } from '../trace/local-trace.ts';
import { createResource } from '../trace/resource.ts';
import { alwaysOnSampler } from '../trace/sampler.ts';
import type { CreateTailDecision } from '../trace/tail-decision.ts';
import type { EdgeLogging } from './console-logging.ts';
import { createContextManager } from './context-manager.ts';
import { createEdgeSinks, type EdgeDelivery } from './create-edge-sinks.ts';
import { createEdgeClock } from './edge-clock.ts';
import { createPlainLogging } from './plain-logging.ts';
import { startKeptAliveTrace, withKeepAlive } from './kept-alive.ts';

export interface StartTelemetryOptions {
  /** Origins (`https://activities.example`) that get our trace headers from `telemetry.fetch`. */
  readonly propagateTo?: readonly string[];
  /** What `telemetry.fetch` sends by, such as that of a service binding. @default the runtime's own */
  readonly fetch?: typeof globalThis.fetch;
  /** @default `per-request` on Workers, else `batched` */
  readonly delivery?: EdgeDelivery;
  /**
   * From the end of a request (or of a batch) to the end of all attempts to send its spans. Workers are given 30 s.
   * @default 25 000
   */
  readonly timeLimitMs?: number;
  /** `createConsoleLogging(config)`. @default lines without attributes */
  readonly logging?: EdgeLogging;
  /** `createTailDecision`, for the config's `tail` to be obeyed. @default every sampled span is kept */
  readonly tailDecision?: CreateTailDecision;
  /** Where errors are reported to, beside the log. */
  readonly reporter?: ErrorReporter;
}

/** Telemetry that can send under what keeps one request alive. */
export interface EdgeTelemetry extends Telemetry {
  /**
   * Runs `fn`, the handling of one request or message. What it leaves to be sent is handed to `keepAlive` as soon as it
   * is over: `during((promise) => context.waitUntil(promise), () => app.fetch(request, env, context))`. Never delays `fn`.
   */
  readonly during: <T>(keepAlive: KeepAlive, fn: () => T) => T;
  /**
   * Runs `fn` and settles as it does, when all that it left has been sent: for functions (Lambda) that are stopped as
   * soon as they have answered. The wait is bounded by the time limit of the delivery.
   */
  readonly untilDelivered: <T>(fn: () => Promise<T>) => Promise<T>;
}

/**
 * Starts tracing and logs on runtimes without Node (Workers, Bun, Deno): our own tracer, `fetch`, `console.log` and
 * `AsyncLocalStorage`. One per isolate or process; on Workers call it in the first request, not in global scope, where
 * there is neither time nor randomness.
 */
export function startTelemetry(config: TelemetryConfig, options: StartTelemetryOptions = {}): EdgeTelemetry {
  const { propagateTo = [], reporter, logging = createPlainLogging(config), timeLimitMs = 25_000 } = options;
  const onWorkers = isWorkerd();
  const delivery = options.delivery ?? (onWorkers ? 'per-request' : 'batched');
  const { log, requestLog, sinks: logSinks } = logging;
  const ownsContext = activeContext.setGlobalContextManager(createContextManager());
  const resource = createResource(config, {
    'telemetry.sdk.name': 'cruddur',
    'telemetry.sdk.language': onWorkers ? 'webjs' : 'nodejs',
    'telemetry.sdk.version': '0.1.0',
    'service.instance.id': crypto.randomUUID(),
    ...(onWorkers ? { 'cloud.provider': 'cloudflare', 'cloud.platform': 'cloudflare.workers' } : undefined),
  });
  const sinks = createEdgeSinks(config, { delivery, timeLimitMs }, resource, log);
  const deliver = createFanOut(sinks);
  const tail =
    config.tail && !config.disabled
      ? options.tailDecision?.({ ...config.tail, maxHeldSpans: config.batch.maxQueueSize, keep: deliver })
      : undefined;
  const telemetry = assembleTelemetry({
    config,
    clock: createEdgeClock(),
    sampler: createSampler(config.sampler, () => alwaysOnSampler),
    // First: a flush goes through it to the others.
    sinks: tail === undefined ? sinks : [tail, ...sinks],
    onEnd: tail?.accept ?? deliver,
    startLocalTrace: startKeptAliveTrace,
    log,
    requestLog,
    logSinks,
    reporter,
    propagateTo,
    send: sendInContext(options.fetch ?? globalThis.fetch),
    release: async () => {
      if (ownsContext) activeContext.disable();
    },
  });

  const buffering = [...logSinks, ...(reporter === undefined ? [] : [reporter])];
  const flushOthers = async (): Promise<void> => {
    const waiting = buffering.filter((sink) => sink.statistics().buffered > 0);
    await Promise.all(waiting.map((sink) => sink.flush(flushTimeoutMs)));
  };
  const during = <T>(keepAlive: KeepAlive, fn: () => T): T => {
    const result = activeContext.with(withKeepAlive(activeContext.active(), keepAlive), fn);
    if (buffering.length > 0) {
      const over = Promise.resolve(result).catch(() => undefined);
      keepAlive(over.then(flushOthers));
    }
    return result;
  };
  return {
    ...telemetry,
    during,
    untilDelivered: async (fn) => {
      const left: Promise<unknown>[] = [];
      try {
        return await during((promise) => left.push(promise), fn);
      } finally {
        // What is sent may leave more: a span that ends late.
        for (const promise of left) await promise;
      }
    },
  };
}

const flushTimeoutMs = 20_000;
