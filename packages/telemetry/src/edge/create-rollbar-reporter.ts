import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createDropReporter } from '../delivery/drop-reporter.ts';
import { postByFetch } from '../delivery/fetch-transport.ts';
import { defaultRetry } from '../delivery/retry.ts';
import type { ErrorReporter, OccurrenceReceiver } from '../errors/error-reporter.ts';
import type { Logger } from '../log/logger.ts';
import type { ShouldReport } from '../rollbar/default-should-report.ts';
import { createRollbarReporter, defaultReportDelivery } from '../rollbar/rollbar-reporter.ts';
import { isWorkerd } from '../runtime.ts';
import type { EdgeDelivery } from './create-edge-sinks.ts';
import { createKeptAliveDelivery } from './kept-alive-delivery.ts';

export interface EdgeRollbarOptions {
  /** Tells of drops. @default nobody is told but `health()` */
  readonly log?: Logger;
  /** @default all but errors that say to be the client's (`status` below 500) */
  readonly shouldReport?: ShouldReport;
  /** @default `per-request` on Workers, else `batched` */
  readonly delivery?: EdgeDelivery;
}

/** An isolate has 128 MB for everything. */
const limits = { maxBufferedItems: 100, maxBufferedBytes: 4 * 1024 * 1024, timeLimitMs: 25_000 };

/**
 * Reports errors to Rollbar from runtimes without Node, where the config names it: hand it to `startTelemetry` as
 * `reporter`. It is not part of it because most of an edge bundle's weight would be this.
 */
export function createEdgeRollbarReporter(
  { rollbar: settings, serviceName, disabled }: Pick<TelemetryConfig, 'rollbar' | 'serviceName' | 'disabled'>,
  { log, shouldReport, delivery = isWorkerd() ? 'per-request' : 'batched' }: EdgeRollbarOptions = {},
): (ErrorReporter & OccurrenceReceiver) | undefined {
  if (settings === undefined || disabled) return undefined;
  const onDrop = log && createDropReporter('rollbar', log);
  return createRollbarReporter({
    settings,
    serviceName,
    host: undefined,
    post: postByFetch,
    shouldReport,
    createDelivery: (parts) =>
      delivery === 'per-request'
        ? createKeptAliveDelivery({
            ...parts,
            ...limits,
            attemptTimeoutMs: 10_000,
            retry: defaultRetry,
            onDrop,
          })
        : createDelivery({ ...defaultReportDelivery, ...parts, ...(onDrop && { onDrop }) }),
  });
}
