import type { LogSink } from '../log/log-sink.ts';
import { createEventIds } from './event-ids.ts';
import type { EventShipper } from './event-shipper.ts';
import { eventOverheadBytes } from './log-event.ts';
import { toLogMessage } from './log-message.ts';
import type { DrainResult, ShipperStatistics } from './shipper-statistics.ts';
import { maxStampBytes } from './stamp-event.ts';

export interface CloudWatchSinkOptions {
  readonly serviceName: string;
  /** `https://logs.eu-central-1.amazonaws.com`, group and stream. */
  readonly endpoint: string;
  readonly shipper: EventShipper;
  readonly maxBatchBytes: number;
  /** @default performance.now */
  readonly monotonicMs?: () => number;
  /** Called when an event is accepted, to keep it safe until it is released. */
  readonly keep?: (event: { timestampMs: number; severityNumber: number; message: string }) => () => void;
}

/** Log records to CloudWatch Logs; everything about sending is in the shipper. */
export interface CloudWatchSink extends LogSink {
  readonly statistics: () => ShipperStatistics;
  /** `shutdown` with its result. */
  readonly close: (timeoutMs: number) => Promise<DrainResult>;
}

export function createCloudWatchSink({
  serviceName,
  endpoint,
  shipper,
  maxBatchBytes,
  monotonicMs = () => performance.now(),
  keep,
}: CloudWatchSinkOptions): CloudWatchSink {
  const nextId = createEventIds();
  const maxMessageBytes = maxBatchBytes - eventOverheadBytes - maxStampBytes;
  return {
    name: 'cloudwatch',
    endpoint,
    wantsRequestEvents: true,
    accept: (record) => {
      const { severityNumber } = record;
      const { message, messageBytes } = toLogMessage(record, serviceName, nextId(), maxMessageBytes);
      const timestampMs = toTimestamp(record.timeMs);
      const release = keep?.({ timestampMs, severityNumber, message });
      shipper.accept({
        timestampMs,
        message,
        messageBytes,
        severityNumber,
        acceptedAtMs: monotonicMs(),
        release,
      });
    },
    statistics: shipper.statistics,
    flush: shipper.flush,
    close: shipper.close,
    shutdown: async (timeoutMs) => {
      await shipper.close(timeoutMs);
    },
  };
}

/** A front end may hand in any time. */
function toTimestamp(timeMs: number): number {
  return Number.isFinite(timeMs) ? Math.trunc(timeMs) : Date.now();
}
