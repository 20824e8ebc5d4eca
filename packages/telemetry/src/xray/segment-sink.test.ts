import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findClosedPort, startDaemon } from '../node/fixtures/start-daemon.ts';
import { createUdpEmitter, type UdpEmitterOptions } from '../node/udp-emitter.ts';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createXRaySink, type XRaySinkOptions } from './segment-sink.ts';
import type { SegmentEncoder } from './segment/segment-encoder.ts';

const encoder: SegmentEncoder = { encode: (span) => [JSON.stringify({ name: span.name })] };
const strictEncoder: SegmentEncoder = {
  encode: (span) => {
    if (span.name === 'bad') throw new Error('no');
    return encoder.encode(span);
  },
};
const settings = {
  encoder,
  maxBufferedSpans: 1000,
  maxBufferedBytes: 10_000_000,
  maxDelayMs: 5,
  retry: { maxAttempts: 3, firstDelayMs: 5, maxDelayMs: 10 },
};

function start(
  port: number,
  more: Partial<XRaySinkOptions> = {},
  { host = '127.0.0.1', ...options }: UdpEmitterOptions & { readonly host?: string } = {},
): SpanSink {
  const emitter = createUdpEmitter({ host, port }, options);
  onTestFinished(emitter.close);
  return createXRaySink({ ...settings, emitter, ...more });
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `span ${index}`);
const documents = (spans: readonly string[]): string[] => spans.map((name) => JSON.stringify({ name }));
function acceptAll(sink: SpanSink, spans: readonly string[], more: Partial<FinishedSpan> = {}): void {
  for (const name of spans) sink.accept(createFinishedSpan(name, more));
}
function expectConservation(sink: SpanSink): void {
  const { accepted, delivered, dropped, buffered, droppedByReason } = sink.statistics();
  expect(delivered + dropped + buffered).toBe(accepted);
  expect(Object.values(droppedByReason).reduce((sum, items) => sum + items, 0)).toBe(dropped);
}

test('spans arrive as documents, by themselves, in order', async () => {
  await using daemon = await startDaemon();
  const sink = start(daemon.port);
  expect(sink).toMatchObject({ name: 'xray', endpoint: `udp://127.0.0.1:${daemon.port}` });
  acceptAll(sink, names(300));
  await daemon.received(300);
  expect(daemon.documents).toEqual(documents(names(300)));
  await sink.shutdown(1000);
  expect(sink.statistics()).toEqual({
    accepted: 300,
    delivered: 300,
    dropped: 0,
    buffered: 0,
    droppedByReason: {},
  });
});

test('nothing is made of a span while it is accepted, also when that fills the batch', async () => {
  await using daemon = await startDaemon();
  const encode = vi.fn<SegmentEncoder['encode']>(encoder.encode);
  const sink = start(daemon.port, { encoder: { encode } });
  acceptAll(sink, names(200));
  await Promise.resolve();
  expect(encode).not.toHaveBeenCalled();
  await sink.shutdown(1000);
  expect(encode).toHaveBeenCalledTimes(200);
});

test('all documents of a span belong to it', async () => {
  await using daemon = await startDaemon();
  const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();
  const made: Readonly<Record<string, readonly string[]>> = {
    two: ['{"a":1}', '{"a":2}'],
    none: [],
    'half too long': ['{"b":1}', 'x'.repeat(70_000)],
    'too long': ['x'.repeat(70_000)],
  };
  const sink = start(daemon.port, { onDrop, encoder: { encode: ({ name }) => made[name] ?? [] } });
  acceptAll(sink, Object.keys(made));
  await sink.shutdown(1000);
  await daemon.received(3);
  expect(daemon.documents).toEqual(['{"a":1}', '{"a":2}', '{"b":1}']);
  expect(sink.statistics()).toMatchObject({ delivered: 1, dropped: 3, droppedByReason: { rejected: 3 } });
  expect(onDrop).toHaveBeenCalledExactlyOnceWith(3, 'rejected', 'no segment document, EMSGSIZE');
});

describe('faults', () => {
  test('a closed port costs the spans, and is told', async () => {
    const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();
    const sink = start(await findClosedPort(), { onDrop });
    acceptAll(sink, names(10));
    await sink.shutdown(1000);
    expect(sink.statistics()).toMatchObject({ accepted: 10, delivered: 0, droppedByReason: { refused: 10 } });
    expect(onDrop).toHaveBeenCalledExactlyOnceWith(10, 'refused', 'ECONNREFUSED');
  });

  test('a daemon that is restarted gets what comes then', async () => {
    const first = await startDaemon();
    const sink = start(first.port);
    acceptAll(sink, ['first']);
    await first.received(1);
    await sink.flush(1000);
    await first[Symbol.asyncDispose]();
    acceptAll(sink, ['lost']);
    await sink.flush(1000);
    await using second = await startDaemon(first.port);
    acceptAll(sink, ['second']);
    await sink.shutdown(1000);
    await second.received(1);
    expect([...first.documents, ...second.documents]).toEqual(documents(['first', 'second']));
    expect(sink.statistics()).toMatchObject({ accepted: 3, delivered: 2, droppedByReason: { refused: 1 } });
  });

  test('a host that never resolves costs the spans after the last attempt', async () => {
    const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();
    const sink = start(2000, { onDrop }, { host: 'no-such-host.invalid' });
    acceptAll(sink, names(3));
    await sink.flush(20_000);
    expect(onDrop).toHaveBeenCalledExactlyOnceWith(
      3,
      'retries_exhausted',
      expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    );
    expectConservation(sink);
    await sink.shutdown(1000);
  });

  test('spans wait for a host that resolves later', async () => {
    await using daemon = await startDaemon();
    let lookups = 0;
    const lookup = async (): Promise<string> => {
      lookups += 1;
      if (lookups < 3) throw new Error('not yet');
      return '127.0.0.1';
    };
    const sink = start(daemon.port, {}, { host: 'xray', lookup });
    acceptAll(sink, names(100));
    await daemon.received(100);
    expect(daemon.documents).toEqual(documents(names(100)));
    await sink.shutdown(1000);
    expect(sink.statistics()).toMatchObject({ delivered: 100, dropped: 0 });
  });

  test('shutdown keeps its time limit with a resolver that never answers', async () => {
    const sink = start(2000, {}, { host: 'xray', lookup: () => new Promise(() => undefined) });
    acceptAll(sink, names(3));
    const startMs = performance.now();
    await sink.shutdown(100);
    expect(performance.now() - startMs).toBeLessThan(2000);
    expect(sink.statistics()).toMatchObject({ buffered: 0, droppedByReason: { shutdown: 3 } });
    acceptAll(sink, ['late']);
    expect(sink.statistics()).toMatchObject({ droppedByReason: { shutdown: 4 } });
    expectConservation(sink);
  });

  test('an encoder that throws costs its batch, not the sink', async () => {
    await using daemon = await startDaemon();
    const sink = start(daemon.port, { encoder: strictEncoder });
    acceptAll(sink, ['bad']);
    await sink.flush(5000);
    acceptAll(sink, ['good']);
    await sink.shutdown(1000);
    await daemon.received(1);
    expect(daemon.documents).toEqual(documents(['good']));
    expect(sink.statistics()).toMatchObject({ accepted: 2, delivered: 1, dropped: 1 });
  });
});

describe('a burst', () => {
  test('of 100,000 spans is bounded by their number, and what is over is counted', async () => {
    await using daemon = await startDaemon();
    const sink = start(daemon.port);
    acceptAll(sink, names(100_000));
    expect(sink.statistics()).toMatchObject({
      accepted: 100_000,
      buffered: 1000,
      droppedByReason: { queue_full: 99_000 },
    });
    await sink.shutdown(5000);
    expect(sink.statistics()).toMatchObject({ delivered: 1000, buffered: 0 });
    expectConservation(sink);
    await daemon.received(1000);
  });

  test('of large spans is bounded by their bytes', async () => {
    await using daemon = await startDaemon();
    const sink = start(daemon.port, { maxBufferedBytes: 1_000_000 });
    const text = 'x'.repeat(10_000);
    acceptAll(sink, names(500), {
      attributes: { text, list: [text, text] },
      events: [{ name: 'exception', time: [0, 0], attributes: { 'exception.stacktrace': text } }],
    });
    // 41 KB a span.
    expect(sink.statistics().buffered).toBeGreaterThanOrEqual(24);
    expect(sink.statistics().buffered).toBeLessThanOrEqual(31);
    await sink.shutdown(5000);
    expectConservation(sink);
  });

  test('leaves the event loop to others while it is sent', async () => {
    await using daemon = await startDaemon();
    const sink = start(daemon.port);
    acceptAll(sink, names(1000));
    let turns = 0;
    const drained = sink.flush(5000).then(() => 'drained');
    while ((await Promise.race([drained, setImmediate('turn')])) === 'turn') turns += 1;
    expect(turns).toBeGreaterThan(10);
    expectConservation(sink);
    await sink.shutdown(1000);
  });
});

test('shutdown closes the emitter', async () => {
  await using daemon = await startDaemon();
  const emitter = createUdpEmitter(daemon);
  const sink = createXRaySink({ ...settings, emitter });
  acceptAll(sink, ['one']);
  await sink.shutdown(1000);
  const result = await emitter.emit(['{}'], new AbortController().signal);
  expect(result).toEqual({ kind: 'unreachable', reason: 'closed' });
});

test('neither socket nor timer keeps a process alive', async () => {
  await using daemon = await startDaemon();
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [
    new URL('fixtures/idle-sink.ts', import.meta.url).pathname,
    String(daemon.port),
  ]);
  onTestFinished(() => void child.kill());
  const [code]: unknown[] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(daemon.documents).toEqual(documents(['sent']));
});
