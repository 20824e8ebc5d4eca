import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { attemptToSend } from '../delivery/attempt-to-send.ts';
import type { BatchBuffer, Delivery, SendOutcome } from '../delivery/delivery.ts';
import { describeFailure } from '../delivery/failure.ts';
import { createLedger, type OnDrop } from '../delivery/ledger.ts';
import { pause } from '../delivery/pause.ts';
import { retryDelayMs, type RetrySettings } from '../delivery/retry.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { keepAliveIn } from './kept-alive.ts';
import { lookUntil } from './look-until.ts';

export interface KeptAliveDeliveryOptions<Item> {
  readonly maxBufferedItems: number;
  readonly maxBufferedBytes: number;
  readonly attemptTimeoutMs: number;
  /** From the acceptance of an item to the end of everything that is done about it. */
  readonly timeLimitMs: number;
  readonly retry: RetrySettings;
  readonly buffer: BatchBuffer<Item, Uint8Array<ArrayBuffer>>;
  readonly send: (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome>;
  readonly onDrop?: OnDrop | undefined;
  readonly random?: () => number;
}

interface Sending {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly endMs: number;
}

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);
/** A runtime that stops a request lets its promises hang: past the limit, and this, an item counts as lost. */
const graceMs = 5000;

/**
 * Sends each item by itself and at once, under what keeps its request alive: for runtimes where no request may wait for
 * what another one has begun. They share counts and the moment until which the receiver wants to be left alone, and no
 * promise. What could not be delivered within the limit is counted as dropped.
 */
export function createKeptAliveDelivery<Item>(options: KeptAliveDeliveryOptions<Item>): Delivery<Item> {
  const { buffer, send, onDrop, retry, timeLimitMs, random = Math.random } = options;
  const sending = new Set<Sending>();
  const ledger = createLedger(onDrop);
  let sendingBytes = 0;
  let pausedUntilMs = 0;
  let stopped = false;

  /** In one step, so that the counts add up at every moment. */
  const settle = (item: Sending, reason: string | undefined, detail?: string): void => {
    if (!sending.delete(item)) return;
    sendingBytes -= item.payload.length;
    if (reason === undefined) ledger.ended(1, {});
    else ledger.dropped(1, reason, detail);
  };

  const dropAbandoned = (): void => {
    const nowMs = Date.now();
    for (const item of sending) if (item.endMs + graceMs < nowMs) settle(item, 'abandoned');
  };

  const deliver = async (item: Sending): Promise<void> => {
    for (let attempt = 1; sending.has(item); attempt += 1) {
      const waitMs = pausedUntilMs - Date.now();
      if (waitMs > 0) {
        if (Date.now() + waitMs >= item.endMs)
          return settle(item, 'time_limit', 'the receiver wants a pause');
        await pause(waitMs);
      }
      const timeoutMs = Math.max(1, Math.min(options.attemptTimeoutMs, item.endMs - Date.now()));
      const outcome = await attemptToSend(send, item.payload, timeoutMs);
      if (outcome.kind === 'delivered') return settle(item, undefined);
      if (outcome.kind === 'refused') return settle(item, 'refused', outcome.reason);
      if (attempt >= retry.maxAttempts) return settle(item, 'retries_exhausted', outcome.reason);
      const delayMs = retryDelayMs(attempt, outcome.retryAfterMs, retry, random);
      if (outcome.retryAfterMs !== undefined) pausedUntilMs = Math.max(pausedUntilMs, Date.now() + delayMs);
      // No attempt is begun that could not end in time.
      if (Date.now() + delayMs >= item.endMs) return settle(item, 'time_limit', outcome.reason);
      await pause(delayMs);
    }
  };

  const accept = (item: Item): void => {
    ledger.accepted();
    if (stopped) return ledger.dropped(1, 'shutdown');
    dropAbandoned();
    if (sending.size >= options.maxBufferedItems || sendingBytes >= options.maxBufferedBytes)
      return ledger.dropped(1, 'queue_full');
    try {
      buffer.add(item);
    } catch (error) {
      return ledger.dropped(1, 'not_encodable', describeFailure(error));
    }
    const begun: Sending = { payload: buffer.take(), endMs: Date.now() + timeLimitMs };
    sending.add(begun);
    sendingBytes += begun.payload.length;
    const keepAlive = keepAliveIn(activeContext.active());
    // Not at once: the answer to the request goes first.
    const sent = pause(0).then(() => activeContext.with(sendingContext, deliver, undefined, begun));
    try {
      keepAlive?.(sent);
    } catch {
      // The request has been given up: what the runtime lets happen still happens.
    }
  };

  const flush = async (timeoutMs: number): Promise<void> => {
    await lookUntil(() => sending.size === 0, timeoutMs);
  };

  return {
    accept,
    flush,
    statistics: () => {
      dropAbandoned();
      return ledger.statistics(sending.size);
    },
    shutdown: async (timeoutMs) => {
      stopped = true;
      await flush(timeoutMs);
      for (const item of sending) settle(item, 'shutdown');
    },
  };
}
