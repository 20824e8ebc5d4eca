import { connect } from 'node:net';
import { once } from 'node:events';
import { createSpan } from '@cruddur/trace-model/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TraceStore } from '../store/trace-store.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole } from '../testing/start-test-console.ts';
import { LiveFeed, type LiveFeedOptions } from './live-feed.ts';
import { createSummaryReader } from './trace-summary.ts';

const roomy = { maxSpans: 200_000, maxBytes: 1_000_000_000 };

function createFeed(options: Partial<LiveFeedOptions> = {}): { store: TraceStore; feed: LiveFeed } {
  const store = new TraceStore(roomy);
  const feed = new LiveFeed({
    store,
    readSummary: createSummaryReader(),
    updateIntervalMs: 250,
    heartbeatIntervalMs: 15_000,
    maxClients: 2,
    maxBufferedBytes: 1_000_000,
    now: Date.now,
    ...options,
  });
  return { store, feed };
}

/** What a reader has been told so far, as `event traceId/spanCount`. */
function follow(stream: ReadableStream<Uint8Array> | undefined): string[] {
  const heard: string[] = [];
  const sink = new WritableStream<string>({
    write: (text) => {
      for (const event of text.split('\n\n').filter((part) => part !== '')) heard.push(toNote(event));
    },
  });
  const decoder = new TextDecoder();
  void stream
    ?.pipeThrough(
      new TransformStream<Uint8Array, string>({
        transform: (chunk, controller) => controller.enqueue(decoder.decode(chunk, { stream: true })),
      }),
    )
    .pipeTo(sink)
    .then(
      () => heard.push('end'),
      (error: unknown) => heard.push(String(error)),
    );
  return heard;
}

function toNote(event: string): string {
  const match = /^event: (\w+)\ndata: (.*)$/.exec(event);
  if (match === null) return event;
  const data: unknown = JSON.parse(match[2] ?? '');
  const { traceId = '', spanCount } = data as { traceId?: string; spanCount: number }; // both events have a count
  return `${match[1]} ${traceId}/${spanCount}`;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('LiveFeed', { timeout: 30_000 }, () => {
  it('begins with the current state, oldest trace first', async () => {
    const { store, feed } = createFeed();
    store.add([createSpan({ traceId: 'a' }), createSpan({ traceId: 'b' })]);
    const heard = follow(feed.connect());
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(['retry: 1000', 'trace a/1', 'trace b/1', 'statistics /2']);
  });

  it('gathers what changes within the interval into one update of each trace', async () => {
    const { store, feed } = createFeed();
    const heard = follow(feed.connect());
    for (let index = 0; index < 100; index++) {
      store.add([createSpan({ traceId: 'a', spanId: `${index}` })]);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(250);
    const updates = heard.filter((note) => note.startsWith('trace'));
    expect(updates.length).toBe(4);
    expect(updates.at(-1)).toBe('trace a/100');
  });

  it('updates a large trace less often', async () => {
    const { store, feed } = createFeed();
    const heard = follow(feed.connect());
    const spans = Array.from({ length: 20_000 }, (_, index) =>
      createSpan({ traceId: 'a', spanId: `${index}` }),
    );
    store.add(spans);
    await vi.advanceTimersByTimeAsync(250);
    store.add([createSpan({ traceId: 'a', spanId: 'late' })]);
    await vi.advanceTimersByTimeAsync(500);
    expect(heard.filter((note) => note.startsWith('trace'))).toEqual(['trace a/20000']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).toContain('trace a/20001');
  });

  it('tells of every trace under a flood, some later', async () => {
    const { store, feed } = createFeed();
    const heard = follow(feed.connect());
    store.add(Array.from({ length: 600 }, (_, index) => createSpan({ traceId: `${index}` })));
    await vi.advanceTimersByTimeAsync(250);
    expect(heard.filter((note) => note.startsWith('trace')).length).toBe(250);
    await vi.advanceTimersByTimeAsync(500);
    expect(new Set(heard.filter((note) => note.startsWith('trace'))).size).toBe(600);
  });

  it('says that it is alive', async () => {
    const { feed } = createFeed();
    const heard = follow(feed.connect());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(heard).toContain(': alive');
  });

  it('drops a reader that does not read, keeps the others, and takes it back', async () => {
    const { store, feed } = createFeed({ maxBufferedBytes: 20_000 });
    const stuck = feed.connect();
    const heard = follow(feed.connect());
    for (let index = 0; index < 100; index++) {
      store.add([createSpan({ traceId: `${index}` })]);
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(feed.clientCount).toBe(1);
    await expect(stuck?.getReader().read()).rejects.toThrow(/too slow/);
    expect(heard).toContain('trace 99/1');
    expect(follow(feed.connect())).toBeDefined();
    expect(feed.clientCount).toBe(2);
  });

  it('has room for so many and no more', () => {
    const { feed } = createFeed();
    expect([feed.connect(), feed.connect(), feed.connect()].map((stream) => stream === undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('forgets a reader that leaves', async () => {
    const { feed } = createFeed();
    await feed.connect()?.cancel();
    expect(feed.clientCount).toBe(0);
  });

  it('ends every stream and timer when closed', async () => {
    const { feed } = createFeed();
    const heard = follow(feed.connect());
    feed.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(heard.at(-1)).toBe('end');
    expect(vi.getTimerCount()).toBe(0);
    expect(feed.connect()).toBeUndefined();
  });
});

describe('GET /api/events', () => {
  beforeEach(() => {
    vi.useRealTimers();
  });

  it('tells a connected reader of a trace that arrives, over HTTP', async () => {
    const console = await startTestConsole();
    const response = await fetch(`${console.pageUrl}/api/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await console.send(homeTraceJson);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes(`event: trace\ndata: {"traceId":"${homeTraceId}"`)) break;
    }
    expect(text).toContain('event: statistics');
  });

  it('ends when the console stops', async () => {
    const console = await startTestConsole();
    const response = await fetch(`${console.pageUrl}/api/events`);
    const text = response.text();
    await console.stop(5_000);
    expect(await text).toContain('event: statistics');
  });

  it('cuts the connection of a reader that leaves everything unread', { timeout: 30_000 }, async () => {
    const console = await startTestConsole({ maxSpans: 100_000, maxBytes: 1_000_000_000 });
    const socket = connect(Number(new URL(console.pageUrl).port), '127.0.0.1');
    const closed = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    socket.on('error', () => undefined);
    socket.write('GET /api/events HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'readable');
    socket.pause();
    // More than the operating system's buffers and the console's own can hold together.
    const name = 'x'.repeat(100_000);
    let sent = 0;
    const sendTrace = (rootName: string): Promise<unknown> => {
      sent += 1;
      const trace = homeTraceJson.replaceAll(homeTraceId, String(sent).padStart(32, '0'));
      return console.send(trace.replaceAll('GET /api/activities/home', rootName));
    };
    for (let round = 1; round <= 250; round++) await sendTrace(name);
    // A full buffer is noticed at the next update: there have to be some, however fast all this was.
    const untilMs = performance.now() + 1500;
    while (performance.now() < untilMs) await sendTrace('GET /');
    // The cut is seen once what was sent before it has been read.
    socket.resume();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});
