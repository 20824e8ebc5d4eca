import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import type { DeliveryStatistics } from '../delivery/delivery.ts';
import { unreferenced } from '../delivery/unreferenced.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { backoffMs } from './backoff.ts';
import { createCallService } from './call-service.ts';
import { createCircuitBreaker, type BreakerState } from './circuit-breaker.ts';
import { classifyFailure } from './classify-failure.ts';
import { createClockSkew } from './clock-skew.ts';
import { cutBatch, type BatchEvent } from './cut-batch.ts';
import { deliverBatch, type BatchDelivery } from './deliver-batch.ts';
import type { Diagnose } from './diagnostics.ts';
import { createEventLedger } from './event-ledger.ts';
import { createEventQueue } from './event-queue.ts';
import { createLogDestination, type LogDestinationSettings } from './log-destination.ts';
import { bufferedBytesOf, type LogEvent } from './log-event.ts';
import type { Entity, LogsClient } from './logs-client.ts';
import { createPauses } from './pauses.ts';
import { putBatch, refresh, tellOperator } from './put-batch.ts';
import type { ShipperSettings } from './shipper-settings.ts';

export interface EventShipperOptions extends ShipperSettings {
  readonly client: LogsClient;
  readonly destination: LogDestinationSettings;
  readonly entity?: Entity | undefined;
  readonly diagnose: Diagnose;
  readonly onDrop?: ((events: number, reason: string, detail: string) => void) | undefined;
  /** Whether what could not be sent before the end is kept elsewhere: then it is not dropped, but stays buffered. */
  readonly keepsUnsent?: boolean;
  /** By the wall clock. @default Date.now */
  readonly nowMs?: () => number;
  /** @default performance.now */
  readonly monotonicMs?: () => number;
  readonly random?: () => number;
}

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

/** Brings events to CloudWatch Logs: bounded, batched, retried, counted. Nothing here throws or outlives `close`. */
export interface EventShipper {
  readonly accept: (event: LogEvent) => void;
  readonly statistics: () => ShipperStatistics;
  /** Settles when all that was accepted before has come to an end, or when `timeoutMs` has passed. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** The same, and then stops: what could not be sent is counted. Every call shares the first one's drain. */
  readonly close: (timeoutMs: number) => Promise<DrainResult>;
}

/** No attempt waits longer when the process is about to end. */
const drainPauseMs = 250;
const lastStepMs = 20;

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);

export function createEventShipper(options: EventShipperOptions): EventShipper {
  const { client, destination: target, diagnose, limits, maxBufferBytes, random = Math.random } = options;
  const { nowMs = Date.now, monotonicMs = () => performance.now() } = options;
  const queue = createEventQueue(options.overflow);
  const ledger = createEventLedger(options.onDrop);
  const stop = new AbortController();
  const call = createCallService(options.requestTimeoutMs, stop.signal);
  const skew = createClockSkew(nowMs);
  const pauses = createPauses();
  const breaker = createCircuitBreaker(options.breaker, monotonicMs, pauses.wake);
  const destination = createLogDestination(
    target,
    client,
    async (send) => {
      const result = await call(send);
      skew.learn(result.serverTimeMs);
      return result;
    },
    diagnose,
  );
  const inHand = new Set<readonly BatchEvent[]>();
  const watchers = new Set<() => void>();
  let inHandEvents = 0;
  let inHandBytes = 0;
  let sequence = 0;
  /** Events up to this one need not wait for more to fill their batch. */
  let dueSequence = 0;
  let workers = 0;
  let batches = 0;
  let retried = 0;
  let deliveredBytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerIsUrgent = false;
  let draining: Promise<DrainResult> | undefined;
  let closed = false;
  let over = false;

  const accept = (event: LogEvent): void => {
    ledger.accepted();
    if (closed) return drop(event, 'shutdown');
    const bytes = bufferedBytesOf(event);
    if (event.messageBytes === 0) return drop(event, 'empty');
    if (inHandBytes + bytes > maxBufferBytes) return drop(event, 'buffer_full');
    while (queue.bytes() + inHandBytes + bytes > maxBufferBytes) {
      const victim = queue.evictFor(event.severityNumber);
      if (victim === undefined) return drop(event, 'buffer_full');
      drop(victim.event, 'buffer_full');
    }
    sequence += 1;
    queue.add({ event, sequence });
    const isDue =
      draining !== undefined ||
      event.severityNumber >= options.urgentSeverityNumber ||
      queue.bytes() >= limits.maxBatchBytes ||
      queue.length() >= limits.maxBatchEvents;
    wakeUp(isDue);
  };

  const drop = (event: LogEvent, reason: string, detail?: string): void => {
    ledger.dropped(1, reason, detail);
    event.release?.();
  };

  /** Sends soon: at once would be in the time of whoever logs. */
  const wakeUp = (isDue: boolean): void => {
    if (isDue) dueSequence = sequence;
    if (timer !== undefined && (timerIsUrgent || !isDue)) return;
    // Who works already looks for more when it is done.
    if (isDue && workers >= options.concurrency) return;
    clearTimeout(timer);
    timerIsUrgent = isDue;
    // Events that wait must not keep a process alive that has nothing else to do.
    timer = unreferenced(setTimeout(send, isDue ? 0 : options.maxDelayMs));
  };

  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    dueSequence = sequence;
    startWorkers();
  };

  const hasDue = (): boolean => (queue.first()?.sequence ?? Infinity) <= dueSequence;

  const startWorkers = (): void => {
    // Outside of the request that filled the batch: sending must neither be traced nor bear its trace id in the log.
    const needed = Math.ceil(
      Math.max(queue.length() / limits.maxBatchEvents, queue.bytes() / limits.maxBatchBytes),
    );
    for (let started = 0; started < Math.max(1, needed); started += 1) {
      if (workers >= options.concurrency || closed || !hasDue()) return;
      workers += 1;
      void activeContext.with(sendingContext, work);
    }
  };

  const work = async (): Promise<void> => {
    while (hasDue() && !stop.signal.aborted) {
      if (!destination.isReady()) await prepare();
      if (stop.signal.aborted) break;
      const batch = cutBatch(queue, limits, standing());
      if (batch === undefined) break;
      // Now, so that what is held is counted at every moment.
      const { events } = batch;
      inHand.add(events);
      inHandEvents += events.length;
      inHandBytes += batch.bufferedBytes;
      await deliverBatch(events, delivery);
      inHand.delete(events);
      tell();
    }
    workers -= 1;
    if (queue.length() > 0 && !closed) wakeUp(hasDue());
    tell();
  };

  const standing = (): { nowMs: number; skewMs: number; retentionDays: number | undefined } => ({
    nowMs: nowMs(),
    skewMs: skew.skewMs(),
    retentionDays: target.retentionDays,
  });

  /** Group and stream, before the events that are for them; their answers also tell how wrong our clock is. */
  const prepare = async (): Promise<void> => {
    for (let attempt = 1; !stop.signal.aborted; attempt += 1) {
      await admit();
      const failure = await destination.prepare();
      if (failure === undefined) return breaker.succeeded();
      if (stop.signal.aborted) return;
      const kind = classifyFailure(failure);
      if (kind === 'credentials' && attempt === 1) {
        breaker.inconclusive();
        await call(() => refresh(client));
        continue;
      }
      tellOperator(kind, failure, diagnose);
      // Who may not create may still write to what is there.
      if (kind === 'denied' || kind === 'quota' || kind === 'invalid') return breaker.inconclusive();
      breaker.failed();
      await pause(backoffMs(kind, attempt, failure.retryAfterMs, random));
    }
  };

  const pause = (ms: number): Promise<void> =>
    stop.signal.aborted
      ? Promise.resolve()
      : pauses.pause(draining === undefined ? ms : Math.min(ms, drainPauseMs));

  const isEnding = (): boolean => stop.signal.aborted || draining !== undefined;

  const admit = async (): Promise<void> => {
    while (!isEnding()) {
      const waitMs = breaker.waitMs();
      if (waitMs <= 0) return;
      await pause(waitMs);
    }
  };

  const delivery: BatchDelivery = {
    limits,
    standing,
    diagnose,
    put: (events) => putBatch(events, surroundings),
    settle: (events, lost, detail) => {
      if (over) return;
      const lostEvents = Object.values(lost).reduce((sum, count) => sum + count, 0);
      inHandEvents -= events.length;
      for (const { event } of events) inHandBytes -= bufferedBytesOf(event);
      ledger.delivered(events.length - lostEvents);
      for (const [reason, count] of Object.entries(lost)) ledger.dropped(count, reason, detail);
      if (lostEvents < events.length) {
        batches += 1;
        for (const { stamped } of events) deliveredBytes += stamped.bytes;
      }
      for (const { event } of events) event.release?.();
    },
  };
  const surroundings = {
    client,
    call,
    target,
    entity: options.entity,
    destination,
    breaker,
    skew,
    settings: options,
    diagnose,
    random,
    monotonicMs,
    admit,
    pause,
    isStopped: () => stop.signal.aborted,
    onAttempt: (attempt: number) => {
      if (attempt > 1) retried += 1;
    },
  };

  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };

  /** Whether everything up to this event has come to an end. */
  const isSettledThrough = (last: number): boolean =>
    (queue.first()?.sequence ?? Infinity) > last &&
    [...inHand].every((events) => events.every((event) => event.sequence > last));

  const settledWithin = async (isSettled: () => boolean, timeoutMs: number): Promise<void> => {
    if (isSettled()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const watcher = (): void => {
      if (isSettled()) resolve();
    };
    watchers.add(watcher);
    // Somebody waits for this one.
    const limit = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(limit);
    watchers.delete(watcher);
  };

  const flush = async (timeoutMs: number): Promise<void> => {
    const last = sequence;
    send();
    await settledWithin(() => isSettledThrough(last), timeoutMs);
  };

  const drain = async (timeoutMs: number): Promise<DrainResult> => {
    const before = ledger.statistics(0);
    pauses.wake();
    send();
    await settledWithin(() => isSettledThrough(sequence), timeoutMs);
    closed = true;
    clearTimeout(timer);
    stop.abort();
    pauses.wake();
    // Every wait ends with the signal; this only lets them come to their end.
    await settledWithin(() => workers === 0, lastStepMs);
    over = true;
    if (options.keepsUnsent !== true) dropUnsent();
    client.close();
    const after = ledger.statistics(0);
    return {
      delivered: after.delivered - before.delivered,
      dropped: after.dropped - before.dropped,
      pending: queue.length() + inHandEvents,
    };
  };

  const dropUnsent = (): void => {
    ledger.dropped(inHandEvents, 'shutdown');
    inHandEvents = 0;
    inHandBytes = 0;
    for (let entry = queue.takeFirst(); entry !== undefined; entry = queue.takeFirst())
      drop(entry.event, 'shutdown');
  };

  return {
    accept,
    flush,
    close: (timeoutMs) => {
      draining ??= drain(timeoutMs);
      return draining;
    },
    statistics: () => ({
      ...ledger.statistics(queue.length() + inHandEvents),
      bufferedBytes: queue.bytes() + inHandBytes,
      batches,
      retried,
      deliveredBytes,
      oldestAgeMs: oldestAgeMs(),
      breaker: breaker.state(),
      clockSkewMs: skew.skewMs(),
    }),
  };

  function oldestAgeMs(): number {
    const held = [...inHand].map((events) => events[0]).find((event) => event !== undefined);
    const oldest = held ?? queue.first();
    return oldest === undefined ? 0 : monotonicMs() - oldest.event.acceptedAtMs;
  }
}
