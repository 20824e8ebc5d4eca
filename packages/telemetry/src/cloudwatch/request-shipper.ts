import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { createLedger } from '../delivery/ledger.ts';
import { pause } from '../delivery/pause.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { createCallService } from './call-service.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createClockSkew } from './clock-skew.ts';
import { cutBatch, type Batch, type BatchEvent } from './cut-batch.ts';
import { deliverBatch } from './deliver-batch.ts';
import { createEventQueue } from './event-queue.ts';
import type { EventShipper } from './event-shipper.ts';
import type { EventShipperOptions } from './shipper-settings.ts';
import { createLogDestination } from './log-destination.ts';
import { bufferedBytesOf, type LogEvent } from './log-event.ts';
import { putBatch } from './put-batch.ts';

interface Sending {
  events: number;
  readonly bytes: number;
  readonly endMs: number;
}

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);
/** A runtime that stops a request lets its promises hang: past its limit, and this, a batch counts as lost. */
const graceMs = 5000;
const lookEveryMs = 10;

/**
 * The shipper for runtimes where no request may wait for what another one has begun: there is no timer, and each `flush`
 * sends what waits by itself, under what keeps its request alive. What could not be sent in its time is dropped.
 */
export function createRequestShipper(options: EventShipperOptions): EventShipper {
  const { client, destination: target, limits, diagnose, random = Math.random } = options;
  const { nowMs = Date.now, monotonicMs = Date.now } = options;
  const queue = createEventQueue(options.overflow);
  const ledger = createLedger(options.onDrop);
  const skew = createClockSkew(nowMs);
  const sending = new Set<Sending>();
  let batches = 0;
  let retried = 0;
  let deliveredBytes = 0;
  let closed = false;

  const heldBytes = (): number => [...sending].reduce((sum, { bytes }) => sum + bytes, queue.bytes());
  const dropAll = (events: readonly LogEvent[], reason: string): void =>
    ledger.ended(0, { [reason]: events.length });

  const accept = (event: LogEvent): void => {
    ledger.accepted();
    if (closed) return dropAll([event], 'shutdown');
    const victims: LogEvent[] = [];
    while (heldBytes() + bufferedBytesOf(event) > options.maxBufferBytes) {
      const victim = queue.evictFor(event.severityNumber);
      victims.push(victim?.event ?? event);
      if (victim === undefined) return dropAll(victims, 'buffer_full');
    }
    queue.add({ event, sequence: ledger.statistics(0).accepted });
    if (victims.length > 0) dropAll(victims, 'buffer_full');
  };

  const dropAbandoned = (): void => {
    for (const batch of sending)
      if (batch.endMs + graceMs < monotonicMs()) end(batch, batch.events, 0, { abandoned: batch.events });
  };

  /** In one step, so that the counts add up at every moment; what was given up before is not counted again. */
  const end = (
    batch: Sending,
    events: number,
    delivered: number,
    lost: Readonly<Record<string, number>>,
    detail?: string,
  ): void => {
    if (!sending.has(batch)) return;
    batch.events -= events;
    if (batch.events === 0) sending.delete(batch);
    ledger.ended(delivered, lost, detail);
  };

  const send = async ({ events, bufferedBytes }: Batch, timeLimitMs: number): Promise<void> => {
    const batch: Sending = {
      events: events.length,
      bytes: bufferedBytes,
      endMs: monotonicMs() + timeLimitMs,
    };
    sending.add(batch);
    const stop = AbortSignal.timeout(timeLimitMs);
    const call = createCallService(options.requestTimeoutMs, stop);
    const around = {
      client,
      call,
      target,
      entity: options.entity,
      // Nothing that requests would share; that it is there is what most of them find.
      destination: createLogDestination(target, client, call, diagnose),
      breaker: createCircuitBreaker(options.breaker, monotonicMs),
      skew,
      settings: options,
      diagnose,
      random,
      monotonicMs,
      admit: () => Promise.resolve(),
      pause: (ms: number) => pause(Math.max(0, Math.min(ms, batch.endMs - monotonicMs()))),
      isStopped: () => stop.aborted || monotonicMs() >= batch.endMs,
      onAttempt: (attempt: number) => {
        if (attempt > 1) retried += 1;
      },
    };
    const left: readonly BatchEvent[] = await deliverBatch(events, {
      limits,
      standing,
      diagnose,
      put: (some) => putBatch(some, around),
      settle: (some, lost, detail) => {
        const lostEvents = Object.values(lost).reduce((sum, count) => sum + count, 0);
        if (lostEvents < some.length) {
          batches += 1;
          for (const { stamped } of some) deliveredBytes += stamped.bytes;
        }
        end(batch, some.length, some.length - lostEvents, lost, detail);
      },
    });
    if (left.length > 0) end(batch, left.length, 0, { time_limit: left.length });
  };

  const standing = (): { nowMs: number; skewMs: number; retentionDays: number | undefined } => ({
    nowMs: nowMs(),
    skewMs: skew.skewMs(),
    retentionDays: target.retentionDays,
  });

  const flush = async (timeoutMs: number): Promise<void> => {
    dropAbandoned();
    const endMs = monotonicMs() + timeoutMs;
    for (let batch = cutBatch(queue, limits, standing()); batch !== undefined;) {
      await activeContext.with(sendingContext, send, undefined, batch, Math.max(1, endMs - monotonicMs()));
      batch = cutBatch(queue, limits, standing());
    }
  };

  return {
    accept,
    flush,
    close: async (timeoutMs) => {
      const before = ledger.statistics(0);
      const endMs = monotonicMs() + timeoutMs;
      await flush(timeoutMs);
      // Looks, rather than waits for what others have begun: their promises may never settle. Meanwhile more may come.
      while (sending.size + queue.length() > 0 && monotonicMs() < endMs) {
        if (queue.length() > 0) await flush(endMs - monotonicMs());
        else await pause(lookEveryMs);
      }
      closed = true;
      for (let waiting = queue.takeFirst(); waiting !== undefined; waiting = queue.takeFirst())
        dropAll([waiting.event], 'shutdown');
      for (const batch of sending) end(batch, batch.events, 0, { shutdown: batch.events });
      const after = ledger.statistics(0);
      return {
        delivered: after.delivered - before.delivered,
        dropped: after.dropped - before.dropped,
        pending: 0,
      };
    },
    statistics: () => {
      dropAbandoned();
      const oldest = queue.first();
      return {
        ...ledger.statistics([...sending].reduce((sum, { events }) => sum + events, queue.length())),
        bufferedBytes: heldBytes(),
        batches,
        retried,
        deliveredBytes,
        oldestAgeMs: oldest === undefined ? 0 : monotonicMs() - oldest.event.acceptedAtMs,
        breaker: 'closed',
        clockSkewMs: skew.skewMs(),
      };
    },
  };
}
