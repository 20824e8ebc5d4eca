import { context as activeContext, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createDelivery,
  type BatchBuffer,
  type Delivery,
  type DeliveryOptions,
  type SendOutcome,
} from './delivery.ts';

type Payload = readonly number[];
type Send = DeliveryOptions<number, Payload>['send'];

const settings = {
  maxBufferedItems: 20,
  maxBufferedBytes: 1000,
  maxBatchItems: 5,
  maxBatchBytes: 400,
  maxDelayMs: 1000,
  attemptTimeoutMs: 10_000,
  retry: { maxAttempts: 3, firstDelayMs: 100, maxDelayMs: 1000 },
};

/** Ten bytes an item; negative items cannot be encoded. */
function createNumberBuffer(): BatchBuffer<number, Payload> {
  let items: number[] = [];
  return {
    items: () => items.length,
    bytes: () => items.length * 10,
    add: (item) => {
      if (item < 0) throw new RangeError('a negative number');
      items.push(item);
    },
    take: () => {
      const payload = items;
      items = [];
      return payload;
    },
  };
}

const start = (send: Send, options: Partial<DeliveryOptions<number, Payload>> = {}): Delivery<number> =>
  createDelivery({ ...settings, buffer: createNumberBuffer(), send, ...options });

const range = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
const acceptAll = (delivery: Delivery<number>, items: readonly number[]): void =>
  items.forEach(delivery.accept);
const deliver: Send = async () => ({ kind: 'delivered' });
const hang: Send = () => new Promise(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('batches', () => {
  test('a full batch goes at once, a started one after the delay, in the order of the items', async () => {
    const sent: Payload[] = [];
    const delivery = start(async (payload) => {
      sent.push([...payload]);
      return { kind: 'delivered' };
    });
    acceptAll(delivery, range(12));
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toEqual([range(5), range(5, 5)]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([range(5), range(5, 5), [10, 11]]);
    expect(delivery.statistics()).toEqual({
      accepted: 12,
      delivered: 12,
      dropped: 0,
      buffered: 0,
      droppedByReason: {},
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a batch is also full by bytes', async () => {
    const sent: number[] = [];
    const delivery = start(
      async (payload) => {
        sent.push(payload.length);
        return { kind: 'delivered' };
      },
      { maxBatchBytes: 30 },
    );
    acceptAll(delivery, range(7));
    await delivery.flush(10);
    expect(sent).toEqual([3, 3, 1]);
  });

  test('an item that comes while the last batch is being settled is sent too', async () => {
    const delivery = start(deliver, { maxBatchItems: 1 });
    let next = 1;
    delivery.accept(0);
    // One microtask after the other, so that each moment of the drain is met.
    for (let turn = 0; turn < 50; turn += 1) {
      await Promise.resolve();
      delivery.accept(next);
      next += 1;
      await Promise.resolve();
      await Promise.resolve();
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(delivery.statistics()).toMatchObject({ accepted: 51, delivered: 51, buffered: 0 });
  });

  test('an item that cannot be encoded is dropped alone', async () => {
    const drops: unknown[] = [];
    const delivery = start(deliver, { onDrop: (...drop) => drops.push(drop) });
    acceptAll(delivery, [1, -1, 2]);
    await delivery.flush(10);
    expect(delivery.statistics()).toMatchObject({
      accepted: 3,
      delivered: 2,
      droppedByReason: { not_encodable: 1 },
    });
    expect(drops).toEqual([[1, 'not_encodable', 'a negative number']]);
  });

  test('items come to the buffer in runs, in their order, and those of an unfinished run with the batch', async () => {
    const sent: Payload[] = [];
    const added: number[] = [];
    const numbers = createNumberBuffer();
    const add = (item: number): void => {
      added.push(item);
      numbers.add(item);
    };
    const send: Send = async (payload) => {
      sent.push([...payload]);
      return { kind: 'delivered' };
    };
    const delivery = start(send, { buffer: { ...numbers, add }, itemsPerRun: 3 });
    acceptAll(delivery, [0, 1]);
    expect(added).toEqual([]);
    expect(delivery.statistics()).toMatchObject({ accepted: 2, buffered: 2 });
    acceptAll(delivery, [2, 3]);
    expect(added).toEqual([0, 1, 2]);
    // The fifth makes a batch of them.
    delivery.accept(4);
    expect(added).toEqual(range(5));
    acceptAll(delivery, [5, -1]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([range(5), [5]]);
    expect(delivery.statistics()).toMatchObject({ delivered: 6, droppedByReason: { not_encodable: 1 } });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a run may be more than a batch takes by bytes', async () => {
    const sent: number[] = [];
    const send: Send = async (payload) => {
      sent.push(payload.length);
      return { kind: 'delivered' };
    };
    const delivery = start(send, { maxBatchBytes: 20, itemsPerRun: 4 });
    acceptAll(delivery, range(7));
    await delivery.flush(10);
    expect(sent).toEqual([2, 2, 2, 1]);
  });

  test('a run of which nothing can be encoded leaves no timer behind', () => {
    const delivery = start(deliver, { itemsPerRun: 2 });
    acceptAll(delivery, [-1, -2]);
    expect(delivery.statistics()).toMatchObject({ buffered: 0, droppedByReason: { not_encodable: 2 } });
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('bounds', () => {
  test('over the bound of items new ones are dropped and counted', () => {
    const delivery = start(hang);
    acceptAll(delivery, range(50));
    expect(delivery.statistics()).toMatchObject({
      accepted: 50,
      buffered: 20,
      droppedByReason: { queue_full: 30 },
    });
  });

  test('over the bound of bytes new ones are dropped and counted', () => {
    const delivery = start(hang, { maxBufferedBytes: 100 });
    acceptAll(delivery, range(50));
    expect(delivery.statistics()).toMatchObject({
      accepted: 50,
      buffered: 10,
      droppedByReason: { queue_full: 40 },
    });
  });

  test('there is room again when a batch is gone', async () => {
    const delivery = start(deliver);
    acceptAll(delivery, range(20));
    await vi.advanceTimersByTimeAsync(0);
    acceptAll(delivery, range(20));
    await vi.advanceTimersByTimeAsync(0);
    expect(delivery.statistics()).toMatchObject({ delivered: 40, dropped: 0 });
  });
});

describe('outcomes', () => {
  test('what the receiver rejects is dropped, never more than the batch', async () => {
    const rejected = [2, 99, -3];
    const delivery = start(async () => ({
      kind: 'delivered',
      rejectedItems: rejected.shift() ?? 0,
      reason: 'too old',
    }));
    acceptAll(delivery, range(15));
    await vi.advanceTimersByTimeAsync(0);
    expect(delivery.statistics()).toMatchObject({ delivered: 8, droppedByReason: { rejected: 7 } });
  });

  test('what is refused is not sent again', async () => {
    const send = vi.fn<Send>(async () => ({ kind: 'refused', reason: 'HTTP 401' }));
    const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();
    const delivery = start(send, { onDrop });
    acceptAll(delivery, range(5));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(onDrop).toHaveBeenCalledWith(5, 'refused', 'HTTP 401');
    expect(delivery.statistics()).toMatchObject({ delivered: 0, droppedByReason: { refused: 5 } });
  });

  test('a failure that may pass is tried again, with growing pauses, and then given up', async () => {
    const at: number[] = [];
    const startMs = Date.now();
    const delivery = start(
      async () => {
        at.push(Date.now() - startMs);
        throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:4318') });
      },
      { random: () => 1, onDrop: (...drop) => drops.push(drop) },
    );
    const drops: unknown[] = [];
    acceptAll(delivery, range(5));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([0, 100, 300]);
    expect(drops).toEqual([[5, 'retries_exhausted', 'fetch failed: connect ECONNREFUSED 127.0.0.1:4318']]);
  });

  test('a Retry-After is waited for', async () => {
    const at: number[] = [];
    const startMs = Date.now();
    const outcomes: SendOutcome[] = [
      { kind: 'retry', reason: 'HTTP 429', retryAfterMs: 5000 },
      { kind: 'delivered' },
    ];
    const delivery = start(async () => {
      at.push(Date.now() - startMs);
      return outcomes.shift() ?? { kind: 'delivered' };
    });
    acceptAll(delivery, range(5));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([0, 5000]);
    expect(delivery.statistics()).toMatchObject({ delivered: 5, dropped: 0 });
  });

  test('an attempt is given up after its time, whether or not it listens to its signal', async () => {
    const signals: AbortSignal[] = [];
    const delivery = start((_payload, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    acceptAll(delivery, range(5));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(delivery.statistics()).toMatchObject({ buffered: 0, droppedByReason: { retries_exhausted: 5 } });
  });

  test('memory comes back for use again only when nobody can still be reading it', async () => {
    const recycled: Payload[] = [];
    const buffer = { ...createNumberBuffer(), recycle: (payload: Payload) => recycled.push(payload) };
    const sends: Send[] = [deliver, hang, deliver];
    const delivery = start((...attempt) => (sends.shift() ?? deliver)(...attempt), { buffer });
    acceptAll(delivery, range(10));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(delivery.statistics()).toMatchObject({ delivered: 10 });
    expect(recycled).toEqual([range(5)]);
  });
});

describe('flush and shutdown', () => {
  test('flush sends what is there and leaves the delivery open', async () => {
    const delivery = start(deliver);
    delivery.accept(1);
    await delivery.flush(100);
    expect(delivery.statistics()).toMatchObject({ delivered: 1 });
    delivery.accept(2);
    await delivery.flush(100);
    expect(delivery.statistics()).toMatchObject({ delivered: 2, dropped: 0 });
  });

  test.for([
    ['flush', 250],
    ['shutdown', 250],
    ['shutdown', 0],
  ] as const)(
    '%s settles within %d ms even when send hangs and ignores its signal',
    async ([method, timeoutMs]) => {
      const delivery = start(hang);
      acceptAll(delivery, range(7));
      let settled = false;
      const done = delivery[method](timeoutMs).finally(() => {
        settled = true;
      });
      await vi.advanceTimersByTimeAsync(timeoutMs);
      expect(settled).toBe(true);
      await done;
      const lost =
        method === 'shutdown'
          ? { buffered: 0, droppedByReason: { shutdown: 7 } }
          : { buffered: 7, dropped: 0 };
      expect(delivery.statistics()).toMatchObject(lost);
      void delivery.shutdown(0);
      await vi.advanceTimersByTimeAsync(0);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test('shutdown ends a pause between attempts', async () => {
    const delivery = start(async () => ({ kind: 'retry', reason: 'HTTP 503', retryAfterMs: 60_000 }));
    acceptAll(delivery, range(5));
    const done = delivery.shutdown(100);
    await vi.advanceTimersByTimeAsync(100);
    await done;
    expect(delivery.statistics()).toMatchObject({ droppedByReason: { shutdown: 5 } });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('what comes during and after shutdown is dropped and counted', async () => {
    const delivery = start(deliver);
    delivery.accept(1);
    const done = delivery.shutdown(100);
    delivery.accept(2);
    await done;
    delivery.accept(3);
    expect(delivery.statistics()).toEqual({
      accepted: 3,
      delivered: 1,
      dropped: 2,
      buffered: 0,
      droppedByReason: { shutdown: 2 },
    });
  });

  test('shutdown may be called twice, at once or later', async () => {
    const delivery = start(deliver);
    acceptAll(delivery, range(7));
    await Promise.all([delivery.shutdown(100), delivery.shutdown(100)]);
    await delivery.shutdown(100);
    expect(delivery.statistics()).toMatchObject({ delivered: 7, dropped: 0, buffered: 0 });
  });
});

test('a listener that throws stops nothing', async () => {
  const delivery = start(async () => ({ kind: 'refused', reason: 'no' }), {
    onDrop: () => {
      throw new Error('listener');
    },
  });
  acceptAll(delivery, [...range(10), -1]);
  await delivery.flush(100);
  expect(delivery.statistics()).toMatchObject({ accepted: 11, dropped: 11, buffered: 0 });
});

test('sending is not traced, and not in the context of the request that filled the batch', async () => {
  activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  try {
    const contexts: unknown[] = [];
    const delivery = start(async () => {
      contexts.push([trace.getActiveSpan(), isTracingSuppressed(activeContext.active())]);
      return { kind: 'delivered' };
    });
    const request = trace.setSpanContext(ROOT_CONTEXT, {
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId: '53995c3f42cd8ad8',
      traceFlags: 1,
    });
    activeContext.with(request, () => acceptAll(delivery, range(6)));
    await vi.advanceTimersByTimeAsync(1000);
    expect(contexts).toEqual([
      [undefined, true],
      [undefined, true],
    ]);
  } finally {
    activeContext.disable();
  }
});

test('accepted = delivered + dropped + buffered, at every moment of every schedule, within the bounds', async () => {
  const outcomes = fc.constantFrom<readonly [string, Send]>(
    ['delivered', deliver],
    ['partial', async () => ({ kind: 'delivered', rejectedItems: 2, reason: 'some' })],
    ['retry', async () => ({ kind: 'retry', reason: 'HTTP 503' })],
    ['retry later', async () => ({ kind: 'retry', reason: 'HTTP 429', retryAfterMs: 3000 })],
    ['refused', async () => ({ kind: 'refused', reason: 'HTTP 400' })],
    ['rejects', async () => Promise.reject(new Error('network'))],
    [
      'throws',
      () => {
        throw new Error('at once');
      },
    ],
    ['hangs', hang],
    ['slow', () => new Promise((resolve) => setTimeout(() => resolve({ kind: 'delivered' }), 700))],
  );
  const steps = fc.oneof(
    fc.record({ accept: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ wait: fc.integer({ min: 0, max: 4000 }) }),
    fc.constant({ bad: true }),
    fc.constant({ flush: true }),
  );
  const schedule = fc.array(steps, { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(outcomes, { maxLength: 12 }),
      schedule,
      fc.constantFrom(1, 3, 8),
      async (sends, sequence, itemsPerRun) => {
        const waiting = sends.map(([, send]) => send);
        const inDelivery: number[] = [];
        const delivery = start((...attempt) => (waiting.shift() ?? deliver)(...attempt), {
          itemsPerRun,
          onDrop: () => check(),
          random: () => 0.5,
        });
        const check = (): void => {
          const { accepted, delivered, dropped, buffered, droppedByReason } = delivery.statistics();
          inDelivery.push(accepted - delivered - dropped - buffered);
          expect(Object.values(droppedByReason).reduce((sum, count) => sum + count, 0)).toBe(dropped);
          expect(buffered).toBeLessThanOrEqual(settings.maxBufferedItems);
        };
        for (const step of sequence) {
          if ('accept' in step) acceptAll(delivery, range(step.accept));
          else if ('wait' in step) await vi.advanceTimersByTimeAsync(step.wait);
          else if ('bad' in step) delivery.accept(-1);
          else void delivery.flush(100);
          check();
          await Promise.resolve();
          check();
        }
        const done = delivery.shutdown(1000);
        await vi.advanceTimersByTimeAsync(1000);
        await done;
        check();
        expect(delivery.statistics().buffered).toBe(0);
        // Listeners hear of a drop while its batch is being settled: also then nothing is counted twice or not at all.
        expect(inDelivery.filter((difference) => difference !== 0)).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
