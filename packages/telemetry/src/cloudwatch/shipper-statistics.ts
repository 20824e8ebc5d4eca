import type { DeliveryStatistics } from '../delivery/delivery.ts';
import type { BreakerState } from './circuit-breaker.ts';

/** Beyond what every delivery counts. */
export interface ShipperStatistics extends DeliveryStatistics {
  readonly bufferedBytes: number;
  /** Calls that were taken, and calls beyond the first of a batch. */
  readonly batches: number;
  readonly retried: number;
  readonly deliveredBytes: number;
  /** How long the oldest event has been waiting. */
  readonly oldestAgeMs: number;
  readonly breaker: BreakerState;
  readonly clockSkewMs: number;
}

/** What a drain came to. `pending` events are kept for the next start. */
export interface DrainResult {
  readonly delivered: number;
  readonly dropped: number;
  readonly pending: number;
}
