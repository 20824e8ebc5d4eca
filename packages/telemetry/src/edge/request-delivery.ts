import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { attemptWithin } from '../delivery/attempt.ts';
import type { BatchBuffer, Delivery, SendOutcome } from '../delivery/delivery.ts';
import { describeFailure } from '../delivery/failure.ts';
import { retryDelayMs, type RetrySettings } from '../delivery/retry.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { unreferenced } from '../delivery/unreferenced.ts';
import type { LocalTrace } from '../trace/local-trace.ts';
import { createHeldSpans } from './held-spans.ts';

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
  readonly onDrop?: (items: number, reason: string, detail: string) => void;
  readonly random?: () => number;
}

interface Batch {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly items: number;
  readonly bytes: number;
  /** When nobody can be working on it any more. */
  readonly overAtMs: number;
}

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);
/** A runtime that stops a request lets its promises hang: past the limit, and this, a batch counts as lost. */
const graceMs = 5000;
const lookEveryMs = 10;

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
  const droppedByReason: Record<string, number> = {};
  let accepted = 0;
  let delivered = 0;
  let dropped = 0;
  let sendingItems = 0;
  let sendingBytes = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const drop = (items: number, reason: string, detail = reason): void => {
    if (items === 0) return;
    dropped += items;
    droppedByReason[reason] = (droppedByReason[reason] ?? 0) + items;
    try {
      onDrop?.(items, reason, detail);
    } catch {
      // Whoever listens to drops must not be able to stop the delivery.
    }
  };

  /** In one step, so that the counts add up at every moment. False when it has been counted already. */
  const settle = (batch: Batch, lost: number, reason: string, detail?: string): boolean => {
    if (!sending.delete(batch)) return false;
    sendingItems -= batch.items;
    sendingBytes -= batch.bytes;
    delivered += batch.items - lost;
    drop(lost, reason, detail);
    return true;
  };

  const dropAbandoned = (): void => {
    const nowMs = Date.now();
    for (const batch of sending) {
      if (batch.overAtMs > nowMs) return;
      settle(batch, batch.items, 'abandoned');
    }
  };

  const encode = (spans: readonly FinishedSpan[]): Batch | undefined => {
    if (sendingBytes >= options.maxBufferedBytes) {
      drop(spans.length, 'queue_full');
      return undefined;
    }
    for (const span of spans) {
      try {
        buffer.add(span);
      } catch (error) {
        drop(1, 'not_encodable', describeFailure(error));
      }
    }
    const items = buffer.items();
    if (items === 0) return undefined;
    const bytes = buffer.bytes();
    const batch = { payload: buffer.take(), items, bytes, overAtMs: Date.now() + timeLimitMs + graceMs };
    sending.add(batch);
    sendingItems += items;
    sendingBytes += bytes;
    return batch;
  };

  const deliver = async (batch: Batch): Promise<void> => {
    const endMs = Date.now() + timeLimitMs;
    for (let attempt = 1; ; attempt += 1) {
      const timeoutMs = Math.min(options.attemptTimeoutMs, endMs - Date.now());
      const { outcome, abandoned } = await attemptWithin(send, batch.payload, timeoutMs);
      if (outcome.kind === 'delivered') {
        const rejected = Math.max(0, Math.min(batch.items, outcome.rejectedItems ?? 0));
        if (settle(batch, rejected, 'rejected', outcome.reason) && !abandoned)
          buffer.recycle?.(batch.payload);
        return;
      }
      if (outcome.kind === 'refused') return void settle(batch, batch.items, 'refused', outcome.reason);
      const delayMs = retryDelayMs(attempt, outcome.retryAfterMs, retry, random);
      if (attempt >= retry.maxAttempts || !sending.has(batch))
        return void settle(batch, batch.items, 'retries_exhausted', outcome.reason);
      // No attempt is begun that could not end in time.
      if (Date.now() + delayMs >= endMs) return void settle(batch, batch.items, 'time_limit', outcome.reason);
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

  const batch = (span: FinishedSpan, { maxItems, maxDelayMs }: NonNullable<typeof batching>): void => {
    held.add(span, undefined, 0);
    if (held.count() >= maxItems) sendAll();
    // A pending batch must not keep a process alive that has nothing else to do.
    else timer ??= unreferenced(setTimeout(sendAll, maxDelayMs));
  };

  const sendAll = (): void => {
    clearTimeout(timer);
    timer = undefined;
    void sendReady(held.takeAll);
  };

  const accept = (span: FinishedSpan): void => {
    accepted += 1;
    if (stopped) return drop(1, 'shutdown');
    const trace = span.localTrace;
    const isFull = (): boolean => held.count() + sendingItems >= options.maxBufferedItems;
    if (isFull()) dropAbandoned();
    if (isFull()) {
      // Else what requests left that were stopped would keep its place for ever.
      sendLater(trace);
      return drop(1, 'queue_full');
    }
    if (batching !== undefined) return batch(span, batching);
    if (held.add(span, trace, Date.now())) sendLater(trace);
  };

  const flush = async (timeoutMs: number): Promise<void> => {
    const endMs = Date.now() + timeoutMs;
    sendAll();
    // Looks, rather than waits for what others have begun: their promises may never settle.
    while (sending.size > 0 && Date.now() < endMs) await pause(Math.min(lookEveryMs, timeoutMs));
  };

  return {
    accept,
    flush,
    statistics: () => {
      dropAbandoned();
      const buffered = held.count() + sendingItems;
      return { accepted, delivered, dropped, buffered, droppedByReason: { ...droppedByReason } };
    },
    shutdown: async (timeoutMs) => {
      stopped = true;
      await flush(timeoutMs);
      for (const batch of sending) settle(batch, batch.items, 'shutdown');
      drop(held.takeAll().length, 'shutdown');
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
