import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { assembleTelemetry } from '../assemble-telemetry.ts';
import { createErrorReporter } from '../errors/create-error-reporter.ts';
import type { OccurrenceReceiver } from '../errors/error-reporter.ts';
import { sendInContext } from '../http/traced-fetch.ts';
import { createLogger } from '../log/create-logger.ts';
import type { LogRecord } from '../log/logger.ts';
import { allFormats, type PropagationSettings } from '../propagation/propagation-settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { createSystemClock } from '../trace/clock.ts';
import type { ExceptionSignalOptIn } from '../trace/exception-signal.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createParentBasedSampler } from '../trace/parent-based-sampler.ts';
import { alwaysOnSampler, type Sampler } from '../trace/sampler.ts';
import { defaultSpanLimits, type SpanLimits } from '../trace/span-limits.ts';

export interface TestTelemetryOptions {
  readonly serviceName?: string;
  readonly sampler?: Sampler;
  readonly limits?: SpanLimits;
  readonly propagation?: PropagationSettings;
  readonly propagateTo?: readonly string[];
  readonly trustProxy?: boolean;
  readonly disabled?: boolean;
  readonly fetch?: typeof globalThis.fetch;
  /** @default `span-event` */
  readonly exceptionSignal?: ExceptionSignalOptIn;
  /** Gets the errors that are reported. @default none: they are only logged */
  readonly reporter?: OccurrenceReceiver;
}

export interface TestTelemetry {
  readonly telemetry: Telemetry;
  /** Spans that have ended, in the order of their ends. */
  readonly spans: () => readonly FinishedSpan[];
  /** Settles when `count` spans have ended; rejects with what there is after `timeoutMs`. */
  readonly spansWhen: (count: number, timeoutMs?: number) => Promise<readonly FinishedSpan[]>;
  readonly logs: () => readonly LogRecord[];
  readonly reset: () => void;
}

const defaultTimeoutMs = 2000;

/** The real telemetry with memory in place of sinks: for tests of services, of middleware, and of yours. */
export function createTestTelemetry(options: TestTelemetryOptions = {}): TestTelemetry {
  // The first one in a process wins; the others share it.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const spans: FinishedSpan[] = [];
  const logs: LogRecord[] = [];
  const waiting = new Set<() => void>();
  const telemetry = assembleTelemetry({
    config: {
      serviceName: options.serviceName ?? 'test',
      disabled: options.disabled ?? false,
      limits: options.limits ?? defaultSpanLimits,
      propagation: options.propagation ?? { formats: allFormats, inboundTrust: 'continue' },
      trustProxy: options.trustProxy ?? false,
      exceptionSignal: options.exceptionSignal ?? 'span-event',
    },
    clock: createSystemClock(),
    sampler: options.sampler ?? createParentBasedSampler(alwaysOnSampler),
    sinks: [],
    onEnd: (span) => {
      spans.push(span);
      for (const check of waiting) check();
    },
    log: createLogger({
      level: 'debug',
      nowMs: Date.now,
      keepBreadcrumbs: options.reporter !== undefined,
      write: (record) => logs.push(record),
    }),
    reporter: options.reporter && createErrorReporter(options.reporter),
    propagateTo: options.propagateTo ?? [],
    send: sendInContext(options.fetch ?? globalThis.fetch),
    release: async () => undefined,
  });
  return {
    telemetry,
    spans: () => [...spans],
    logs: () => [...logs],
    reset: () => {
      spans.length = 0;
      logs.length = 0;
    },
    spansWhen: (count, timeoutMs = defaultTimeoutMs) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (spans.length < count) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve([...spans]);
        };
        const timer = setTimeout(() => {
          waiting.delete(check);
          const names = spans.map(({ name }) => name).join(', ');
          reject(new Error(`expected ${count} spans within ${timeoutMs} ms, got ${spans.length}: ${names}`));
        }, timeoutMs);
        waiting.add(check);
        check();
      }),
  };
}
