import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { withTracingSuppressed } from '../trace/context-keys.ts';
import { attemptToSend, givenUp } from './attempt-to-send.ts';
import { describeFailure } from './failure.ts';
import { createLedger, type OnDrop } from './ledger.ts';
import { createPauses } from './pauses.ts';
import { retryDelayMs, type RetrySettings } from './retry.ts';
import { unreferenced } from './unreferenced.ts';

/** What became of one batch. `retry` may succeed later; `refused` never will. */
export type SendOutcome =
  | { readonly kind: 'delivered'; readonly rejectedItems?: number; readonly reason?: string }
  | { readonly kind: 'retry'; readonly retryAfterMs?: number | undefined; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Collects items into one payload: an array, or bytes written as the items come. */
export interface BatchBuffer<Item, Payload> {
  readonly items: () => number;
  readonly bytes: () => number;
  /** May throw; the item is then dropped and counted. */
  readonly add: (item: Item) => void;
  /** Gives the payload and starts an empty batch. */
  readonly take: () => Payload;
  /** Gets a payload back that is no longer needed, so that its memory can be used again. */
  readonly recycle?: (payload: Payload) => void;
}

export interface DeliverySettings {
  readonly maxBufferedItems: number;
  readonly maxBufferedBytes: number;
  readonly maxBatchItems: number;
  readonly maxBatchBytes: number;
  /** How long an item may wait for its batch to fill. */
  readonly maxDelayMs: number;
  /** One attempt to send is aborted after this. */
  readonly attemptTimeoutMs: number;
  readonly retry: RetrySettings;
}

/** Counts of items (spans, log events, reports) since start. `accepted = delivered + dropped + buffered`, always. */
export interface DeliveryStatistics {
  readonly accepted: number;
  readonly delivered: number;
  readonly buffered: number;
  readonly dropped: number;
  /** Dropped items by reason, e.g. `queue_full`, `rejected`, `retries_exhausted`, `shutdown`. */
  readonly droppedByReason: Readonly<Record<string, number>>;
}

/** Bounded, batching, retrying transport of items to one sink. Nothing here throws, blocks or outlives `shutdown`. */
export interface Delivery<Item> {
  readonly accept: (item: Item) => void;
  readonly statistics: () => DeliveryStatistics;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}

export interface DeliveryOptions<Item, Payload> extends DeliverySettings {
  readonly buffer: BatchBuffer<Item, Payload>;
  /**
   * So many items are taken before the buffer gets them, one right after the other: an encoder that is called now and then,
   * among the work of requests, takes three times as long. For items that do not change any more; their bytes count when
   * they are in the buffer. @default 1
   */
  readonly itemsPerRun?: number;
  readonly send: (payload: Payload, signal: AbortSignal) => Promise<SendOutcome>;
  readonly onDrop?: OnDrop;
  readonly random?: () => number;
}

interface Batch<Payload> {
  readonly payload: Payload;
  readonly items: number;
  readonly bytes: number;
  /** An attempt to send it was given up and may still be reading it. */
  abandoned: boolean;
}

const sendingContext = withTracingSuppressed(ROOT_CONTEXT);

export function createDelivery<Item, Payload>(options: DeliveryOptions<Item, Payload>): Delivery<Item> {
  const { buffer, itemsPerRun = 1, send, onDrop, retry, random = Math.random } = options;
  const waiting: Item[] = [];
  const queue: Batch<Payload>[] = [];
  const ledger = createLedger(onDrop);
  const pauses = createPauses();
  let queuedItems = 0;
  let queuedBytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  const stop = new AbortController();

  const accept = (item: Item): void => {
    ledger.accepted();
    if (stopped) return ledger.dropped(1, 'shutdown');
    const batchItems = waiting.length + buffer.items();
    if (
      queuedItems + batchItems >= options.maxBufferedItems ||
      queuedBytes + buffer.bytes() >= options.maxBufferedBytes
    ) {
      return ledger.dropped(1, 'queue_full');
    }
    waiting.push(item);
    if (waiting.length >= itemsPerRun || batchItems + 1 >= options.maxBatchItems) fillBuffer();
    if (waiting.length + buffer.items() === 0) return;
    // A pending batch must not keep a process alive that has nothing else to do.
    timer ??= unreferenced(setTimeout(seal, options.maxDelayMs));
  };

  const fillBuffer = (): void => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        buffer.add(item);
      } catch (error) {
        ledger.dropped(1, 'not_encodable', describeFailure(error));
        continue;
      }
      if (buffer.items() >= options.maxBatchItems || buffer.bytes() >= options.maxBatchBytes) sealBuffer();
    }
  };

  const seal = (): void => {
    fillBuffer();
    sealBuffer();
  };

  const sealBuffer = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const items = buffer.items();
    if (items === 0) return;
    const bytes = buffer.bytes();
    queue.push({ payload: buffer.take(), items, bytes, abandoned: false });
    queuedItems += items;
    queuedBytes += bytes;
    // Outside of the request that filled the batch: sending must neither be traced nor bear its trace id in the log.
    running ??= activeContext.with(sendingContext, drain);
  };

  const drain = async (): Promise<void> => {
    for (let batch = queue[0]; batch !== undefined; batch = queue[0]) await deliver(batch);
    // At once, not when the promise has settled: a batch sealed in between would find nobody to send it.
    running = undefined;
  };

  /** The end of a batch, in one step, so that the counts add up at every moment. */
  const settle = (batch: Batch<Payload>, lost: number, reason: string, detail?: string): void => {
    queue.shift();
    queuedItems -= batch.items;
    queuedBytes -= batch.bytes;
    ledger.ended(batch.items - lost, { [reason]: lost }, detail);
    if (!batch.abandoned) buffer.recycle?.(batch.payload);
  };

  const deliver = async (batch: Batch<Payload>): Promise<void> => {
    for (let attempt = 1; !stop.signal.aborted; attempt += 1) {
      const outcome = await attemptToSend(send, batch.payload, options.attemptTimeoutMs, stop.signal);
      batch.abandoned ||= outcome === givenUp;
      if (outcome.kind === 'delivered') {
        const rejected = Math.max(0, Math.min(batch.items, outcome.rejectedItems ?? 0));
        return settle(batch, rejected, 'rejected', outcome.reason);
      }
      if (outcome.kind === 'refused') return settle(batch, batch.items, 'refused', outcome.reason);
      if (stop.signal.aborted) break;
      if (attempt >= retry.maxAttempts)
        return settle(batch, batch.items, 'retries_exhausted', outcome.reason);
      await pauses.pause(retryDelayMs(attempt, outcome.retryAfterMs, retry, random));
    }
    settle(batch, batch.items, 'shutdown');
  };

  const flush = async (timeoutMs: number): Promise<void> => {
    seal();
    if (running !== undefined) await settledWithin(running, timeoutMs);
  };

  return {
    accept,
    flush,
    statistics: () => ledger.statistics(queuedItems + buffer.items() + waiting.length),
    shutdown: async (timeoutMs) => {
      stopped = true;
      await flush(timeoutMs);
      stop.abort();
      pauses.wake();
      await running;
    },
  };
}

async function settledWithin(promise: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
