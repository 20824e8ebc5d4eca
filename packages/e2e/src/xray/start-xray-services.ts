import { startXRayDaemon, type XRayDaemon, type XRayDaemonOptions } from '@cruddur/stand-ins';
import { toXRayTraceId, type SegmentDocument, type Span } from '@cruddur/trace-model';
import { eventually } from '../stack/eventually.ts';
import { startService, type Service } from '../stack/start-stack.ts';
import { startSpanReceiver, type SpanReceiver } from './start-span-receiver.ts';

export interface XRayServices extends AsyncDisposable {
  readonly gateway: Service;
  readonly activities: Service;
  /** X-Ray, where the documents end up. */
  readonly xray: XRayDaemon;
  /** The spans of a trace that came by OTLP so far. */
  readonly spansOf: SpanReceiver['spansOf'];
  /** Both views of a trace, as soon as both have the same ids and at least `minSpans` spans. */
  readonly viewsOf: (traceId: string, minSpans: number) => Promise<TraceViews>;
}

export interface TraceViews {
  readonly spans: readonly Span[];
  readonly documents: readonly SegmentDocument[];
}

export interface XRayServicesOptions {
  readonly xray?: XRayDaemonOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gives the address of what stands between the services and X-Ray; by default X-Ray's stand-in is the daemon too. */
  readonly startDaemon?: (xray: XRayDaemon) => Promise<{ readonly address: string } & AsyncDisposable>;
  /** Gives the address of what stands between the services and their OTLP receiver; by default nothing does. */
  readonly startCollector?: (receiver: SpanReceiver) => Promise<{ readonly url: string } & AsyncDisposable>;
}

/** Both services as processes; their spans go to an OTLP receiver, the same spans as segments to X-Ray's stand-in. */
export async function startXRayServices(options: XRayServicesOptions = {}): Promise<XRayServices> {
  await using starting = new AsyncDisposableStack();
  const receiver = starting.use(await startSpanReceiver());
  const xray = starting.use(await startXRayDaemon(options.xray));
  const daemon = options.startDaemon && starting.use(await options.startDaemon(xray));
  const collector = options.startCollector && starting.use(await options.startCollector(receiver));
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector?.url ?? receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    AWS_XRAY_DAEMON_ADDRESS: daemon?.address ?? xray.address,
    ...options.environment,
  };
  const start = async (
    name: 'gateway' | 'activities',
    own: Readonly<Record<string, string>>,
  ): Promise<Service> => {
    const service = await startService(name, { ...environment, ...own });
    starting.defer(async () => {
      await service.process.stop();
    });
    return service;
  };
  const activities = await start('activities', { DATABASE_URL: 'memory:' });
  const gateway = await start('gateway', { ACTIVITIES_URL: activities.url });
  const running = starting.move();

  return {
    gateway,
    activities,
    xray,
    spansOf: receiver.spansOf,
    viewsOf: (traceId, minSpans) =>
      eventually(
        `both views of ${traceId}`,
        async () => {
          const spans = receiver.spansOf(traceId);
          const documents = xray.documents
            .map(({ document }) => document)
            .filter((document) => document.trace_id === toXRayTraceId(traceId));
          const documentIds = new Set(documents.map(({ id }) => id));
          const isComplete = spans.length >= minSpans && spans.every(({ spanId }) => documentIds.has(spanId));
          return isComplete ? { spans, documents } : undefined;
        },
        20_000,
      ),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
