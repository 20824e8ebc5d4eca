import type { BatchBuffer, Delivery, DeliverySettings, SendOutcome } from '../delivery/delivery.ts';
import type { HttpTransport } from '../delivery/http-transport.ts';
import { defaultRetry } from '../delivery/retry.ts';
import { createErrorReporter } from '../errors/create-error-reporter.ts';
import type { ErrorReporter, OccurrenceReceiver } from '../errors/error-reporter.ts';
import type { Occurrence } from '../errors/occurrence.ts';
import { toTraceLinks } from '../errors/trace-links.ts';
import { createRedactor } from '../redaction/create-redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { buildItemCore } from './build-item-core.ts';
import { defaultShouldReport, type ShouldReport } from './default-should-report.ts';
import type { BuildItemCore, ItemSurroundings } from './item-core.ts';
import { createItemSender } from './item-sender.ts';
import type { RollbarSettings } from './rollbar-settings.ts';
import { runtimePlatform } from './runtime-platform.ts';
import { toItem, type ToItemOptions } from './to-item.ts';
import { toPayload } from './to-payload.ts';

export interface RollbarReporterOptions {
  readonly settings: RollbarSettings;
  readonly serviceName: string;
  /** Name of the machine, where there is one. */
  readonly host: string | undefined;
  readonly post: HttpTransport;
  /** @default one without extra keys */
  readonly redactor?: Redactor;
  /** Makes the core of an item; ours does where it returns undefined. @default ours */
  readonly buildCore?: BuildItemCore;
  readonly shouldReport?: ShouldReport | undefined;
  readonly createDelivery: (parts: ReportDeliveryParts) => Delivery<Occurrence>;
}

/** What every delivery of items is given: how to make one, and how to send it. */
interface ReportDeliveryParts {
  readonly buffer: BatchBuffer<Occurrence, Uint8Array<ArrayBuffer>>;
  readonly send: (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome>;
}

/** For processes: one queue, one item at a time. */
export const defaultReportDelivery: DeliverySettings = {
  maxBufferedItems: 1000,
  maxBufferedBytes: 16 * 1024 * 1024,
  // The Item API takes one at a time.
  maxBatchItems: 1,
  maxBatchBytes: 512 * 1024,
  maxDelayMs: 1000,
  attemptTimeoutMs: 10_000,
  retry: defaultRetry,
};

/**
 * Reports errors to Rollbar: items are redacted and bounded here and sent by our own delivery, which holds, retries,
 * paces and counts. ADR: ../adr/0011-rollbar-builds-we-deliver.md
 */
export function createRollbarReporter(options: RollbarReporterOptions): ErrorReporter & OccurrenceReceiver {
  const { settings, serviceName, host, redactor = createRedactor(), shouldReport } = options;
  const { endpoint, environment, codeVersion } = settings;
  const surroundings: ItemSurroundings = { environment, codeVersion, host, framework: 'hono' };
  const buildOwnCore: ToItemOptions['buildOwnCore'] = (subject, level) =>
    buildItemCore(subject, level, surroundings);
  const buildCore = options.buildCore ?? buildOwnCore;
  const platform = runtimePlatform();
  const delivery = options.createDelivery({
    buffer: createItemBuffer((occurrence) =>
      toPayload(toItem(occurrence, { settings, serviceName, platform, redactor, buildCore, buildOwnCore })),
    ),
    send: createItemSender(settings, options.post),
  });
  return createErrorReporter({
    name: 'rollbar',
    endpoint,
    wants: (error, context) => {
      try {
        return shouldReport?.(error, context) ?? defaultShouldReport(error, context);
      } catch {
        // A hook of the app that is broken must not hide errors.
        return defaultShouldReport(error, context);
      }
    },
    accept: delivery.accept,
    occurrenceUrl: (uuid) => `https://rollbar.com/occurrence/uuid/?uuid=${uuid}`,
    links: (traceId, timeMs) => toTraceLinks(settings.links, traceId, timeMs),
    statistics: delivery.statistics,
    flush: delivery.flush,
    shutdown: delivery.shutdown,
  });
}

/** One item a payload; it is made only once there is room for it. */
function createItemBuffer(
  encode: (occurrence: Occurrence) => Uint8Array<ArrayBuffer>,
): BatchBuffer<Occurrence, Uint8Array<ArrayBuffer>> {
  let payload: Uint8Array<ArrayBuffer> | undefined;
  return {
    items: () => (payload === undefined ? 0 : 1),
    bytes: () => payload?.length ?? 0,
    add: (occurrence) => {
      payload = encode(occurrence);
    },
    take: () => {
      const taken = payload ?? new Uint8Array();
      payload = undefined;
      return taken;
    },
  };
}
