import { unreferenced } from '../delivery/unreferenced.ts';
import type { LogSink } from '../log/log-sink.ts';
import { utf8Length } from '../xray/segment/byte-length.ts';
import { createEventIds } from './event-ids.ts';
import type { EventShipper } from './event-shipper.ts';
import { eventOverheadBytes } from './log-event.ts';
import { toLogMessage } from './log-message.ts';
import { toMetricEvent, type MetricSource } from './metric-event.ts';
import type { DrainResult, ShipperStatistics } from './shipper-statistics.ts';
import type { EventSpool, SpooledEvent } from './spool.ts';
import { maxStampBytes } from './stamp-event.ts';

export interface CloudWatchSinkOptions {
  readonly serviceName: string;
  /** Where it sends to, for a person: address, group and stream. */
  readonly endpoint: string;
  readonly shipper: EventShipper;
  readonly maxBatchBytes: number;
  readonly maxBufferBytes: number;
  /** Given: events outlive the process until they are delivered. */
  readonly spool?: EventSpool | undefined;
  /** Given: the sink's own counters are sent too, once a minute, as metrics. */
  readonly metrics?: MetricSource | undefined;
  /** @default Date.now */
  readonly nowMs?: () => number;
  /** @default performance.now */
  readonly monotonicMs?: () => number;
}

/** Log records to CloudWatch Logs; everything about sending is in the shipper. */
export interface CloudWatchSink extends LogSink {
  readonly statistics: () => ShipperStatistics;
  /** `shutdown` with its result. */
  readonly close: (timeoutMs: number) => Promise<DrainResult>;
}

const infoSeverityNumber = 9;
const metricsEveryMs = 60_000;
const replayEveryMs = 5000;

export function createCloudWatchSink(options: CloudWatchSinkOptions): CloudWatchSink {
  const { serviceName, endpoint, shipper, spool, metrics, maxBufferBytes } = options;
  const { nowMs = Date.now, monotonicMs = () => performance.now() } = options;
  const nextId = createEventIds();
  const maxMessageBytes = options.maxBatchBytes - eventOverheadBytes - maxStampBytes;
  const timers: (ReturnType<typeof setInterval> | undefined)[] = [];
  let reported = shipper.statistics();

  const send = (event: SpooledEvent, messageBytes: number, release: (() => void) | undefined): void =>
    shipper.accept({ ...event, messageBytes, acceptedAtMs: monotonicMs(), release });

  const sendMetrics = (source: MetricSource): void => {
    const now = shipper.statistics();
    const message = toMetricEvent(source, reported, now, nowMs());
    if (message !== undefined)
      send(
        { timestampMs: nowMs(), severityNumber: infoSeverityNumber, message },
        utf8Length(message),
        undefined,
      );
    // The report itself is nothing to report, or there would be one each minute for ever.
    reported = shipper.statistics();
  };

  const replay = async (from: EventSpool): Promise<void> => {
    await from.replay(
      (event, release) => send(event, utf8Length(event.message), release),
      // Half of it stays for what is logged now.
      (bytes) => (shipper.statistics().bufferedBytes + bytes) * 2 <= maxBufferBytes,
    );
  };

  if (metrics !== undefined)
    timers.push(unreferenced(setInterval(() => sendMetrics(metrics), metricsEveryMs)));
  if (spool !== undefined) {
    void replay(spool);
    timers.push(unreferenced(setInterval(() => void replay(spool), replayEveryMs)));
  }

  const close = async (timeoutMs: number): Promise<DrainResult> => {
    for (const timer of timers.splice(0)) clearInterval(timer);
    const result = await shipper.close(timeoutMs);
    spool?.close();
    return result;
  };

  return {
    name: 'cloudwatch',
    endpoint,
    wantsRequestEvents: true,
    accept: (record) => {
      const { severityNumber } = record;
      // A front end may hand in any time.
      const timestampMs = Number.isFinite(record.timeMs) ? Math.trunc(record.timeMs) : nowMs();
      const { message, messageBytes } = toLogMessage(record, serviceName, nextId(), maxMessageBytes);
      const event = { timestampMs, severityNumber, message };
      send(event, messageBytes, spool?.keep(event));
    },
    statistics: shipper.statistics,
    flush: shipper.flush,
    close,
    shutdown: async (timeoutMs) => {
      await close(timeoutMs);
    },
  };
}
