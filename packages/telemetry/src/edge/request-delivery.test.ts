import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { BatchBuffer, SendOutcome } from '../delivery/delivery.ts';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { LocalTrace } from '../trace/local-trace.ts';
import { createRequestDelivery, type RequestDeliveryOptions } from './request-delivery.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Delivery = ReturnType<typeof createRequestDelivery>;

const text = new TextDecoder();
let ids = 0;
const newId = (): string => (ids += 1).toString(16).padStart(16, '0');

/** One line per span, so that a test can read what was sent. */
function createNameBuffer(): BatchBuffer<FinishedSpan, Bytes> {
  let names: string[] = [];
  return {
    items: () => names.length,
    bytes: () => names.join('\n').length,
    add: ({ name }) => {
      if (name === 'not encodable') throw new RangeError(name);
      names.push(name);
    },
    take: () => {
      const payload = new TextEncoder().encode(names.join('\n'));
      names = [];
      return payload;
    },
  };
}

function start(
  send: (names: readonly string[], signal: AbortSignal) => Promise<SendOutcome>,
  options: Partial<RequestDeliveryOptions> = {},
): Delivery {
  return createRequestDelivery({
    maxBufferedItems: 100,
    maxBufferedBytes: 100_000,
    attemptTimeoutMs: 1000,
    timeLimitMs: 2000,
    retry: { maxAttempts: 4, firstDelayMs: 2, maxDelayMs: 5 },
    buffer: createNameBuffer(),
    send: (payload, signal) => send(text.decode(payload).split('\n'), signal),
    ...options,
  });
}

interface Request {
  readonly child: (name: string) => FinishedSpan;
  readonly root: (name: string) => FinishedSpan;
  /** All that was handed over to keep the request alive. */
  readonly kept: Promise<unknown>[];
}

function createRequest(): Request {
  const kept: Promise<unknown>[] = [];
  const localTrace: LocalTrace = { rootSpanId: newId(), keepAlive: (promise) => kept.push(promise) };
  const span = (name: string, spanId: string): FinishedSpan => ({
    ...createFinishedSpan(name),
    name,
    localTrace,
    spanContext: () => ({ traceId: '1'.repeat(32), spanId, traceFlags: 1 }),
  });
  return {
    kept,
    child: (name) => span(name, newId()),
    root: (name) => span(name, localTrace.rootSpanId),
  };
}

const delivered: SendOutcome = { kind: 'delivered' };
const conserved = (delivery: Delivery): boolean => {
  const { accepted, delivered: taken, dropped, buffered } = delivery.statistics();
  return accepted === taken + dropped + buffered;
};

test('the spans of a request go together, once its root has ended, under what keeps it alive', async () => {
  const sent: (readonly string[])[] = [];
  const delivery = start(async (names) => {
    sent.push(names);
    return delivered;
  });
  const [one, other] = [createRequest(), createRequest()];
  delivery.accept(one.child('a'));
  delivery.accept(other.child('x'));
  expect(one.kept).toEqual([]);
  delivery.accept(one.root('b'));
  expect(one.kept).toHaveLength(1);
  expect(sent).toEqual([]);
  await Promise.all(one.kept);
  expect(sent).toEqual([['a', 'b']]);
  expect(delivery.statistics()).toMatchObject({ accepted: 3, delivered: 2, buffered: 1 });
});

test('a span that ends after its root is sent under the same request', async () => {
  const sent: (readonly string[])[] = [];
  const delivery = start(async (names) => {
    sent.push(names);
    return delivered;
  });
  const request = createRequest();
  delivery.accept(request.root('root'));
  await Promise.all(request.kept);
  delivery.accept(request.child('late'));
  delivery.accept(request.child('later'));
  expect(request.kept).toHaveLength(2);
  await Promise.all(request.kept);
  expect(sent).toEqual([['root'], ['late', 'later']]);
});

test('spans of no request go along with the next one', async () => {
  const sent: (readonly string[])[] = [];
  const delivery = start(async (names) => {
    sent.push(names);
    return delivered;
  });
  delivery.accept({ ...createFinishedSpan('alone'), name: 'alone' });
  const request = createRequest();
  delivery.accept(request.root('root'));
  await Promise.all(request.kept);
  expect(sent.flat().toSorted()).toEqual(['alone', 'root']);
});

describe('what cannot be delivered', () => {
  test.for<readonly [string, (attempt: number) => SendOutcome, number, Record<string, number>]>([
    ['a refusal', () => ({ kind: 'refused', reason: 'HTTP 401' }), 1, { refused: 2 }],
    ['a failure that stays', () => ({ kind: 'retry', reason: 'HTTP 503' }), 4, { retries_exhausted: 2 }],
    [
      'a wait that is too long',
      () => ({ kind: 'retry', reason: 'HTTP 429', retryAfterMs: 5000 }),
      1,
      { time_limit: 2 },
    ],
    ['a part that is rejected', () => ({ kind: 'delivered', rejectedItems: 1 }), 1, { rejected: 1 }],
    [
      'a failure that passes',
      (attempt) => (attempt < 3 ? { kind: 'retry', reason: 'HTTP 502' } : delivered),
      3,
      {},
    ],
  ])('%s', async ([, answer, attempts, droppedByReason]) => {
    let attempt = 0;
    const delivery = start(async () => answer((attempt += 1)));
    const request = createRequest();
    delivery.accept(request.child('a'));
    delivery.accept(request.root('b'));
    await Promise.all(request.kept);
    expect(attempt).toBe(attempts);
    expect(delivery.statistics()).toMatchObject({ accepted: 2, buffered: 0, droppedByReason });
    expect(conserved(delivery)).toBe(true);
  });

  test('a collector that hangs is given up within the limit, though it ignores the signal', async () => {
    const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();
    const delivery = start(() => new Promise(() => undefined), {
      attemptTimeoutMs: 20,
      timeLimitMs: 100,
      onDrop,
    });
    const request = createRequest();
    delivery.accept(request.root('a'));
    const startMs = performance.now();
    await Promise.all(request.kept);
    expect(performance.now() - startMs).toBeLessThan(2000);
    expect(delivery.statistics()).toMatchObject({ dropped: 1, buffered: 0 });
    expect(onDrop).toHaveBeenCalledWith(1, expect.any(String), 'timeout');
  });

  test('a request that the runtime has stopped loses its spans, and they are counted', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const send = vi.fn<() => Promise<SendOutcome>>(() => new Promise(() => undefined));
      const delivery = start(send, { attemptTimeoutMs: 3_600_000, timeLimitMs: 3_600_000 });
      delivery.accept(createRequest().root('a'));
      await vi.waitFor(() => expect(send).toHaveBeenCalled());
      expect(delivery.statistics().buffered).toBe(1);
      vi.setSystemTime(Date.now() + 2 * 3_600_000);
      expect(delivery.statistics()).toMatchObject({ buffered: 0, droppedByReason: { abandoned: 1 } });
    } finally {
      vi.useRealTimers();
    }
  });

  test('a span that cannot be encoded takes no other with it', async () => {
    const delivery = start(async () => delivered);
    const request = createRequest();
    for (const name of ['a', 'not encodable']) delivery.accept(request.child(name));
    delivery.accept(request.root('b'));
    await Promise.all(request.kept);
    expect(delivery.statistics()).toMatchObject({ delivered: 2, droppedByReason: { not_encodable: 1 } });
  });

  test('no more spans are held than there is room for', () => {
    const delivery = start(async () => delivered, { maxBufferedItems: 3 });
    const request = createRequest();
    for (const name of ['a', 'b', 'c', 'd', 'e']) delivery.accept(request.child(name));
    expect(delivery.statistics()).toMatchObject({ buffered: 3, droppedByReason: { queue_full: 2 } });
  });

  test('shutdown counts what was never sent', async () => {
    const delivery = start(() => new Promise(() => undefined));
    delivery.accept(createRequest().child('open'));
    await delivery.shutdown(30);
    delivery.accept(createRequest().child('after'));
    expect(delivery.statistics()).toMatchObject({ accepted: 2, dropped: 2, buffered: 0 });
  });
});

test('batched, spans of many requests go together, by count and by time', async () => {
  const sent: (readonly string[])[] = [];
  const delivery = start(
    async (names) => {
      sent.push(names);
      return delivered;
    },
    { batch: { maxItems: 3, maxDelayMs: 10 } },
  );
  for (const name of ['a', 'b', 'c', 'd']) delivery.accept(createRequest().root(name));
  await vi.waitFor(() => expect(sent).toEqual([['a', 'b', 'c'], ['d']]));
  expect(delivery.statistics()).toMatchObject({ delivered: 4, buffered: 0 });
});

test('the counts add up at every moment, whatever the collector does', async () => {
  const outcomes = fc.array(
    fc.constantFrom<SendOutcome>(
      delivered,
      { kind: 'refused', reason: 'no' },
      { kind: 'retry', reason: 'later' },
      { kind: 'delivered', rejectedItems: 7 },
    ),
    { minLength: 1, maxLength: 10 },
  );
  const spans = fc.array(fc.record({ request: fc.nat(3), isRoot: fc.boolean() }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(outcomes, spans, async (answers, given) => {
      let attempt = 0;
      const delivery: Delivery = start(
        async () => {
          expect(conserved(delivery)).toBe(true);
          return answers[(attempt += 1) % answers.length] ?? delivered;
        },
        { maxBufferedItems: 12, retry: { maxAttempts: 2, firstDelayMs: 0, maxDelayMs: 0 } },
      );
      const requests = Array.from({ length: 4 }, createRequest);
      for (const { request: index, isRoot } of given) {
        const request = requests[index];
        if (request !== undefined) delivery.accept(isRoot ? request.root('r') : request.child('c'));
        expect(conserved(delivery)).toBe(true);
      }
      await Promise.all(requests.flatMap(({ kept }) => kept));
      expect(conserved(delivery)).toBe(true);
      await delivery.shutdown(1000);
      expect(delivery.statistics()).toMatchObject({ accepted: given.length, buffered: 0 });
      expect(conserved(delivery)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('spans of requests that were stopped make room again, however many they are', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const sent: string[] = [];
  const delivery = start(
    (names) => {
      sent.push(...names);
      return Promise.resolve(delivered);
    },
    { maxBufferedItems: 2 },
  );
  delivery.accept(createRequest().child('stopped'));
  delivery.accept(createRequest().child('stopped too'));
  vi.advanceTimersByTime(60_000);
  const later = createRequest();
  delivery.accept(later.root('without room'));
  await Promise.all(later.kept);
  const next = createRequest();
  delivery.accept(next.root('next'));
  await Promise.all(next.kept);
  vi.useRealTimers();
  expect(sent).toEqual(['stopped', 'stopped too', 'next']);
  expect(delivery.statistics()).toMatchObject({
    delivered: 3,
    droppedByReason: { queue_full: 1 },
    buffered: 0,
  });
});
