import type { ShipperStatistics } from './shipper-statistics.ts';

/** Where the sink's own counters appear among CloudWatch's metrics. */
const namespace = 'Cruddur/Telemetry';

export interface MetricSource {
  readonly service: string;
  readonly environment: string;
}

/**
 * What happened between two readings of the counters, in CloudWatch's embedded metric format; undefined when nothing
 * did. Lost lines thus have an alarm without anything else being installed.
 */
export function toMetricEvent(
  source: MetricSource,
  before: ShipperStatistics,
  now: ShipperStatistics,
  nowMs: number,
): string | undefined {
  const counters: Record<string, number> = {
    Accepted: now.accepted - before.accepted,
    Dropped: now.dropped - before.dropped,
    Retried: now.retried - before.retried,
  };
  if (Object.values(counters).every((count) => count === 0)) return undefined;
  counters['Delivered'] = now.delivered - before.delivered;
  counters['Batches'] = now.batches - before.batches;
  const droppedByReason = Object.entries(now.droppedByReason)
    .map(([reason, count]) => [`Dropped_${reason}`, count - (before.droppedByReason[reason] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const counts: Record<string, number> = { ...counters, ...Object.fromEntries(droppedByReason) };
  const sizes = {
    DeliveredBytes: now.deliveredBytes - before.deliveredBytes,
    BufferedBytes: now.bufferedBytes,
  };
  const times = { OldestAge: Math.round(now.oldestAgeMs) };
  return JSON.stringify({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [['service', 'environment']],
          Metrics: [
            ...Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' })),
            ...Object.keys(sizes).map((Name) => ({ Name, Unit: 'Bytes' })),
            ...Object.keys(times).map((Name) => ({ Name, Unit: 'Milliseconds' })),
          ],
        },
      ],
    },
    ...source,
    ...counts,
    ...sizes,
    ...times,
    breaker: now.breaker,
  });
}
