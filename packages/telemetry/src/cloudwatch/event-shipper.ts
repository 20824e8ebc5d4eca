import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { createLedger } from '../delivery/ledger.ts';
import { createPauses } from '../delivery/pauses.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { createAlarm } from './alarm.ts';
import { createCallService } from './call-service.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createClockSkew } from './clock-skew.ts';
import { createCondition } from './condition.ts';
import { cutBatch } from './cut-batch.ts';
import { deliverBatch, type BatchDelivery } from './deliver-batch.ts';
import { createEventQueue, type QueuedEvent } from './event-queue.ts';
import { createEventsInHand } from './events-in-hand.ts';
import { createLogDestination } from './log-destination.ts';
import { bufferedBytesOf, type LogEvent } from './log-event.ts';
import { prepareDestination } from './prepare-destination.ts';
import { putBatch } from './put-batch.ts';
import type { EventShipperOptions } from './shipper-settings.ts';
import type { DrainResult, ShipperStatistics } from './shipper-statistics.ts';
import type { TimeStanding } from './stamp-event.ts';

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
  const ledger = createLedger(options.onDrop);
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
  const inHand = createEventsInHand();
  const unsent: QueuedEvent[] = [];
  const condition = createCondition();
  let sequence = 0;
  /** Events up to this one need not wait for more to fill their batch. */
  let dueSequence = 0;
  let workers = 0;
  let batches = 0;
  let retried = 0;
  let deliveredBytes = 0;
  let draining: Promise<DrainResult> | undefined;
  let closed = false;
  let over = false;
  /** After the end: kept elsewhere for the next start. */
  let left = 0;

  const accept = (event: LogEvent): void => {
    ledger.accepted();
    if (closed) return dropAll([event], 'shutdown');
    const bytes = bufferedBytesOf(event);
    if (event.messageBytes === 0) return dropAll([event], 'empty');
    if (inHand.bytes() + bytes > maxBufferBytes) return dropAll([event], 'buffer_full');
    const victims: LogEvent[] = [];
    while (queue.bytes() + inHand.bytes() + bytes > maxBufferBytes) {
      const victim = queue.evictFor(event.severityNumber);
      // Nothing that waits is worth less than the event itself.
      victims.push(victim?.event ?? event);
      if (victim === undefined) return dropAll(victims, 'buffer_full');
    }
    sequence += 1;
    queue.add({ event, sequence });
    if (victims.length > 0) dropAll(victims, 'buffer_full');
    const isDue =
      draining !== undefined ||
      event.severityNumber >= options.urgentSeverityNumber ||
      queue.bytes() >= limits.maxBatchBytes ||
      queue.length() >= limits.maxBatchEvents;
    wakeUp(isDue);
  };

  const dropAll = (events: readonly LogEvent[], reason: string): void => {
    ledger.ended(0, { [reason]: events.length });
    for (const event of events) event.release?.();
  };

  /** Sends soon: at once would be in the time of whoever logs. */
  const wakeUp = (isDue: boolean): void => {
    if (isDue) dueSequence = sequence;
    // Who works already looks for more when it is done.
    if (isDue && workers >= options.concurrency) return;
    alarm.set(isDue);
  };

  const send = (): void => {
    alarm.clear();
    dueSequence = sequence;
    startWorkers();
  };
  const alarm = createAlarm(send, options.maxDelayMs);

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
      if (!destination.isReady()) await prepareDestination(surroundings);
      if (stop.signal.aborted) break;
      const batch = cutBatch(queue, limits, standing());
      if (batch === undefined) break;
      // Now, so that what is held is counted at every moment.
      inHand.take(batch);
      unsent.push(...(await deliverBatch(batch.events, delivery)));
      inHand.putDown(batch);
      condition.tell();
    }
    workers -= 1;
    if (queue.length() > 0 && !closed) wakeUp(hasDue());
    condition.tell();
  };

  const standing = (): TimeStanding => ({
    nowMs: nowMs(),
    skewMs: skew.skewMs(),
    retentionDays: target.retentionDays,
  });

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
      inHand.settled(events);
      ledger.ended(events.length - lostEvents, lost, detail);
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

  /** Whether everything up to this event has come to an end. */
  const isSettledThrough = (last: number): boolean =>
    (queue.first()?.sequence ?? Infinity) > last && inHand.isPast(last);

  const flush = async (timeoutMs: number): Promise<void> => {
    const last = sequence;
    send();
    await condition.within(() => isSettledThrough(last), timeoutMs);
  };

  const drain = async (timeoutMs: number): Promise<DrainResult> => {
    const before = ledger.statistics(0);
    pauses.wake();
    send();
    await condition.within(() => isSettledThrough(sequence), timeoutMs);
    closed = true;
    alarm.clear();
    stop.abort();
    pauses.wake();
    // Every wait ends with the signal; this only lets them come to their end.
    await condition.within(() => workers === 0, lastStepMs);
    over = true;
    endUnsent();
    client.close();
    const after = ledger.statistics(0);
    return {
      delivered: after.delivered - before.delivered,
      dropped: after.dropped - before.dropped,
      pending: left,
    };
  };

  const endUnsent = (): void => {
    const remaining = queue.length() + inHand.length();
    for (let entry = queue.takeFirst(); entry !== undefined; entry = queue.takeFirst()) unsent.push(entry);
    inHand.clear();
    left = unsent.filter(({ event }) => event.release !== undefined).length;
    ledger.ended(0, { shutdown: remaining - left });
  };

  return {
    accept,
    flush,
    close: (timeoutMs) => {
      draining ??= drain(timeoutMs);
      return draining;
    },
    statistics: () => ({
      ...ledger.statistics(queue.length() + inHand.length() + left),
      bufferedBytes: queue.bytes() + inHand.bytes(),
      batches,
      retried,
      deliveredBytes,
      oldestAgeMs: oldestAgeMs(),
      breaker: breaker.state(),
      clockSkewMs: skew.skewMs(),
    }),
  };

  function oldestAgeMs(): number {
    const oldest = inHand.first() ?? queue.first();
    return oldest === undefined ? 0 : monotonicMs() - oldest.event.acceptedAtMs;
  }
}
