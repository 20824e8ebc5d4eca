import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { attemptToSend } from '../delivery/attempt-to-send.ts';
import type { BatchBuffer, Delivery, SendOutcome } from '../delivery/delivery.ts';
import { describeFailure } from '../delivery/failure.ts';
import { createLedger, type OnDrop } from '../delivery/ledger.ts';
import { pause } from '../delivery/pause.ts';
import { retryDelayMs, type RetrySettings } from '../delivery/retry.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { unreferenced } from '../delivery/unreferenced.ts';
import type { LocalTrace } from '../trace/local-trace.ts';
import { createHeldSpans } from './held-spans.ts';
import { lookUntil } from './look-until.ts';

export interface RequestDeliveryOptions {
  /** Of spans that wait for the end of their request, and of those that are being sent. */
  readonly maxBufferedItems: number;
  /** Of encoded requests that are being sent. */
  readonly maxBufferedBytes: number;
  readonly attemptTimeoutMs: number;
  /** From the end of a request to the end of everything that is done about its spans. */
  readonly timeLimitMs: number;
  readonly retry: RetrySettings;
  /** Given where a process goes on after its requests: their spans are sent together. */
  readonly batch?: { readonly maxItems: number; readonly maxDelayMs: number } | undefined;
  readonly buffer: BatchBuffer<FinishedSpan, Uint8Array<ArrayBuffer>>;
  readonly send: (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome>;
  readonly onDrop?: OnDrop;
  readonly random?: () => number;
}

interface Batch {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly items: number;
  readonly endMs: number;
}

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);
/** A runtime that stops a request lets its promises hang: past the limit, and this, a batch counts as lost. */
const graceMs = 5000;

/**
 * Sends the spans of each request by themselves, once it is over, under what keeps that request alive. For runtimes
 * where nothing may outlive a request, and no request may wait for what another one has begun: there is no queue, no
 * timer and no promise that two of them share. With `batch`, those of many requests together, after a while. What could
 * not be delivered within the limit is counted as dropped. ADR: ../adr/0015-delivery-on-the-edge.md
 */
export function createRequestDelivery(options: RequestDeliveryOptions): Delivery<FinishedSpan> {
  const { batch: batching, buffer, send, onDrop, retry, timeLimitMs, random = Math.random } = options;
  const held = createHeldSpans();
  const sending = new Set<Batch>();
  const ledger = createLedger(onDrop);
  let sendingItems = 0;
  let sendingBytes = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** In one step, so that the counts add up at every moment. */
  const settle = (batch: Batch, lost: number, reason: string, detail?: string): void => {
    if (!sending.delete(batch)) return;
    sendingItems -= batch.items;
    sendingBytes -= batch.payload.length;
    ledger.ended(batch.items - lost, { [reason]: lost }, detail);
  };

  const dropAbandoned = (): void => {
    const nowMs = Date.now();
    for (const batch of sending) {
      if (batch.endMs + graceMs > nowMs) return;
      settle(batch, batch.items, 'abandoned');
    }
  };

  const encode = (spans: readonly FinishedSpan[]): Batch | undefined => {
    if (sendingBytes >= options.maxBufferedBytes) {
      ledger.dropped(spans.length, 'queue_full');
      return undefined;
    }
    for (const span of spans) {
      try {
        buffer.add(span);
      } catch (error) {
        ledger.dropped(1, 'not_encodable', describeFailure(error));
      }
    }
    const items = buffer.items();
    if (items === 0) return undefined;
    const batch = { payload: buffer.take(), items, endMs: Date.now() + timeLimitMs };
    sending.add(batch);
    sendingItems += items;
    sendingBytes += batch.payload.length;
    return batch;
  };

  const deliver = async (batch: Batch): Promise<void> => {
    const { payload, items, endMs } = batch;
    for (let attempt = 1; ; attempt += 1) {
      const timeoutMs = Math.min(options.attemptTimeoutMs, endMs - Date.now());
      const outcome = await attemptToSend(send, payload, timeoutMs);
      if (outcome.kind === 'delivered') {
        const rejected = Math.max(0, Math.min(items, outcome.rejectedItems ?? 0));
        return settle(batch, rejected, 'rejected', outcome.reason);
      }
      if (outcome.kind === 'refused') return settle(batch, items, 'refused', outcome.reason);
      const delayMs = retryDelayMs(attempt, outcome.retryAfterMs, retry, random);
      if (attempt >= retry.maxAttempts || !sending.has(batch))
        return settle(batch, items, 'retries_exhausted', outcome.reason);
      // No attempt is begun that could not end in time.
      if (Date.now() + delayMs >= endMs) return settle(batch, items, 'time_limit', outcome.reason);
      await pause(delayMs);
    }
  };

  /** Takes what is ready now: the spans that end while others are being sent go with the next. */
  const sendReady = async (take: () => readonly FinishedSpan[]): Promise<void> => {
    dropAbandoned();
    const batch = encode(take());
    if (batch !== undefined) await activeContext.with(sendingContext, deliver, undefined, batch);
  };

  const sendLater = (trace: LocalTrace | undefined): void => {
    if (trace?.keepAlive === undefined) return;
    // Not at once: the answer to the request goes first.
    const sent = pause(0).then(() => sendReady(() => held.takeReady(trace, Date.now())));
    try {
      trace.keepAlive(sent);
    } catch {
      // The request has been given up: what the runtime lets happen still happens.
    }
  };

  const sendAll = (): void => {
    clearTimeout(timer);
    timer = undefined;
    void sendReady(held.takeAll);
  };

  const accept = (span: FinishedSpan): void => {
    ledger.accepted();
    if (stopped) return ledger.dropped(1, 'shutdown');
    const trace = span.localTrace;
    const isFull = (): boolean => held.count() + sendingItems >= options.maxBufferedItems;
    if (isFull()) dropAbandoned();
    if (isFull()) {
      // Else what requests left that were stopped would keep its place for ever.
      sendLater(trace);
      return ledger.dropped(1, 'queue_full');
    }
    if (batching === undefined) {
      if (held.add(span, trace, Date.now())) sendLater(trace);
      return;
    }
    held.add(span, undefined, 0);
    if (held.count() >= batching.maxItems) sendAll();
    // A pending batch must not keep a process alive that has nothing else to do.
    else timer ??= unreferenced(setTimeout(sendAll, batching.maxDelayMs));
  };

  const flush = async (timeoutMs: number): Promise<void> => {
    sendAll();
    await lookUntil(() => sending.size === 0, timeoutMs);
  };

  return {
    accept,
    flush,
    statistics: () => {
      dropAbandoned();
      return ledger.statistics(held.count() + sendingItems);
    },
    shutdown: async (timeoutMs) => {
      stopped = true;
      await flush(timeoutMs);
      for (const batch of sending) settle(batch, batch.items, 'shutdown');
      ledger.dropped(held.takeAll().length, 'shutdown');
    },
  };
}
