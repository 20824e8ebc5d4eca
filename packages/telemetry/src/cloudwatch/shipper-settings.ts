import type { OnDrop } from '../delivery/ledger.ts';
import type { BreakerSettings } from './circuit-breaker.ts';
import type { Diagnose } from './diagnostics.ts';
import type { OverflowPolicy } from './event-queue.ts';
import { serviceLimits, type BatchLimits } from './limits.ts';
import type { LogDestinationSettings } from './log-destination.ts';
import type { Entity, LogsClient } from './logs-client.ts';

/** How events are kept and sent. */
export interface ShipperSettings {
  /** Bound of what waits and of what is under way, together. */
  readonly maxBufferBytes: number;
  readonly overflow: OverflowPolicy;
  readonly limits: BatchLimits;
  /** How long an event may wait for its batch to fill. */
  readonly maxDelayMs: number;
  /** Events of this severity or above are not kept waiting. */
  readonly urgentSeverityNumber: number;
  /** One call is given up after this. */
  readonly requestTimeoutMs: number;
  /** Batches under way at a time; with more than one, those of equal time may arrive in another order. */
  readonly concurrency: number;
  /** A batch is given up after so many attempts, or when a failed attempt finds its oldest event this old. */
  readonly maxAttempts: number;
  readonly maxAgeMs: number;
  readonly breaker: BreakerSettings;
}

export interface EventShipperOptions extends ShipperSettings {
  readonly client: LogsClient;
  readonly destination: LogDestinationSettings;
  readonly entity?: Entity | undefined;
  readonly diagnose: Diagnose;
  readonly onDrop?: OnDrop | undefined;
  /** By the wall clock. @default Date.now */
  readonly nowMs?: () => number;
  /** @default performance.now */
  readonly monotonicMs?: () => number;
  readonly random?: () => number;
}

const errorSeverityNumber = 17;

export const defaultShipperSettings: ShipperSettings = {
  maxBufferBytes: 16 * 1024 * 1024,
  overflow: 'drop-oldest',
  limits: serviceLimits,
  maxDelayMs: 2000,
  urgentSeverityNumber: errorSeverityNumber,
  requestTimeoutMs: 10_000,
  concurrency: 1,
  maxAttempts: 240,
  maxAgeMs: 60 * 60 * 1000,
  breaker: { maxFailures: 5, openMs: 10_000 },
};
