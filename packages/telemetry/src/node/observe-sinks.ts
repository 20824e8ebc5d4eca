import { metrics, type BatchObservableResult, type MeterProvider } from '@opentelemetry/api';
import type { ShipperStatistics } from '../cloudwatch/shipper-statistics.ts';
import type { DeliveryStatistics } from '../delivery/delivery.ts';
import { instrumentationScope } from '../trace/instrumentation-scope.ts';

/** What a sink counts; some count more than others. */
export type ObservedSink = DeliveryStatistics & { readonly sink: string } & Partial<
    Pick<
      ShipperStatistics,
      'retried' | 'batches' | 'deliveredBytes' | 'bufferedBytes' | 'oldestAgeMs' | 'breaker'
    >
  >;

/**
 * The counters of all sinks as OpenTelemetry metrics, read when the MeterProvider collects: `cruddur.telemetry.*` by
 * `cruddur.telemetry.sink`. Where nobody has registered one, it costs nothing. It goes on after the shutdown, as what was
 * lost in the end is to be seen too.
 */
export function observeSinks(
  read: () => readonly ObservedSink[],
  provider: MeterProvider = metrics.getMeterProvider(),
): void {
  const meter = provider.getMeter(instrumentationScope.name, instrumentationScope.version);
  const counter = (name: string, unit: string, description: string) =>
    meter.createObservableCounter(`cruddur.telemetry.${name}`, { unit, description });
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(`cruddur.telemetry.${name}`, { unit, description });

  const accepted = counter('accepted', '{item}', 'Spans, log lines and reports that a sink took');
  const delivered = counter('delivered', '{item}', 'What arrived');
  const dropped = counter('dropped', '{item}', 'What was lost, by reason');
  const buffered = gauge('buffered', '{item}', 'What waits or is under way');
  const retried = counter('retried', '{call}', 'Calls beyond the first of a batch');
  const batches = counter('batches', '{batch}', 'Batches that arrived');
  const deliveredBytes = counter('delivered.size', 'By', 'What arrived, as the service counts it');
  const bufferedBytes = gauge('buffered.size', 'By', 'What waits or is under way');
  const oldestAge = gauge('oldest.age', 's', 'How long the oldest item has been waiting');
  const breaker = gauge('breaker.open', '1', '1 when calls are held back, 0.5 while one probes, else 0');
  const observe = (result: BatchObservableResult): void => {
    for (const sink of read()) {
      const attributes = { 'cruddur.telemetry.sink': sink.sink };
      const say = (instrument: typeof accepted | typeof buffered, value: number | undefined): void => {
        if (value !== undefined) result.observe(instrument, value, attributes);
      };
      say(accepted, sink.accepted);
      say(delivered, sink.delivered);
      for (const [reason, items] of Object.entries(sink.droppedByReason))
        result.observe(dropped, items, { ...attributes, 'cruddur.telemetry.reason': reason });
      say(buffered, sink.buffered);
      say(retried, sink.retried);
      say(batches, sink.batches);
      say(deliveredBytes, sink.deliveredBytes);
      say(bufferedBytes, sink.bufferedBytes);
      say(oldestAge, sink.oldestAgeMs === undefined ? undefined : sink.oldestAgeMs / 1000);
      say(breaker, sink.breaker && openness[sink.breaker]);
    }
  };
  meter.addBatchObservableCallback(observe, [
    accepted,
    delivered,
    dropped,
    buffered,
    retried,
    batches,
    deliveredBytes,
    bufferedBytes,
    oldestAge,
    breaker,
  ]);
}

const openness = { closed: 0, 'half-open': 0.5, open: 1 } as const;
