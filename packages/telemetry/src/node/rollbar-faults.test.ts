import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Occurrence } from '../errors/occurrence.ts';
import { createOccurrence } from '../rollbar/fixtures/create-occurrence.ts';
import { parseSentItem, type SentItem } from '../rollbar/fixtures/sent-item.ts';
import { maxPayloadBytes } from '../rollbar/to-payload.ts';
import { acceptItem, startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';
import { accessToken, startRollbarReporter } from './fixtures/start-rollbar-reporter.ts';

/** Each fault of the rollbar package that the facts list, by its number there: ours must not have it. */

const flushMs = 10_000;

function errorOccurrence(error: unknown, changes: Partial<Occurrence> = {}): Occurrence {
  return createOccurrence({ uuid: crypto.randomUUID(), subject: { kind: 'error', error }, ...changes });
}

/** Reports one occurrence and gives what arrived of it. */
async function delivered(
  occurrence: Occurrence,
): Promise<{ readonly text: string; readonly data: SentItem }> {
  await using receiver = await startRollbarReceiver();
  await using reporter = startRollbarReporter(receiver.endpoint);
  reporter.accept(occurrence);
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ accepted: 1, delivered: 1, dropped: 0, buffered: 0 });
  const [text = ''] = receiver.texts();
  expect(receiver.requests[0]?.body.length).toBeLessThanOrEqual(maxPayloadBytes);
  return { text, data: parseSentItem(text) };
}

test('1: a cycle of causes ends, and says that it was one', async () => {
  const a = new Error('a');
  const b = new Error('b', { cause: a });
  a.cause = b;
  const { data } = await delivered(errorOccurrence(a));
  expect(data.body.trace_chain?.map(({ exception }) => exception.message)).toEqual(['a', 'b']);
  expect(data.custom['cruddur.cause_chain']).toBe('circular');
});

test('1: an error that is its own cause ends', async () => {
  const error = new Error('own');
  error.cause = error;
  const { data } = await delivered(errorOccurrence(error));
  expect(data.body.trace_chain).toHaveLength(1);
});

test('1: of 5,000 causes the first are told, and that there were more', async () => {
  let error = new Error('innermost');
  for (let depth = 0; depth < 5000; depth += 1) error = new Error(`cause ${depth}`, { cause: error });
  const { data } = await delivered(errorOccurrence(error));
  expect(data.body.trace_chain).toHaveLength(10);
  expect(data.custom['cruddur.cause_chain']).toBe('too long');
});

test('1: 3,000 custom keys of a kilobyte stay within the size of a payload', async () => {
  const attributes = Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [`key ${i}`, 'x'.repeat(1000)]),
  );
  const { data } = await delivered(errorOccurrence(new Error('many'), { attributes }));
  expect(data.body.trace_chain?.[0]?.exception.message).toBe('many');
  expect(data.custom['trace_id']).toBe(createOccurrence().spanContext?.traceId);
});

test('2: a BigInt among the attributes loses nothing', async () => {
  // safe: JavaScript callers hand in anything
  const attributes = { big: 123n, nested: { deep: [1n] } } as never;
  const { data } = await delivered(errorOccurrence(new Error('big'), { attributes }));
  expect(data.custom).toMatchObject({ big: '123', nested: { deep: ['1'] } });
});

test('3: a refused connection is tried again; what is given up is counted', async () => {
  const receiver = await startRollbarReceiver();
  const { endpoint } = receiver;
  await receiver[Symbol.asyncDispose]();
  const drops: string[] = [];
  await using reporter = startRollbarReporter(
    endpoint,
    {},
    {
      onDrop: (_items, reason, detail) => drops.push(`${reason}: ${detail}`),
    },
  );
  reporter.accept(errorOccurrence(new Error('refused')));
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ delivered: 0, droppedByReason: { retries_exhausted: 1 } });
  expect(drops).toEqual([expect.stringMatching(/^retries_exhausted: .*ECONNREFUSED/)]);
});

test('3: the queue is bounded, and what does not fit is counted', async () => {
  await using receiver = await startRollbarReceiver(() => undefined);
  await using reporter = startRollbarReporter(receiver.endpoint, {}, { maxBufferedItems: 10 });
  for (let item = 0; item < 100; item += 1) reporter.accept(errorOccurrence(new Error(`${item}`)));
  expect(reporter.statistics()).toMatchObject({
    accepted: 100,
    buffered: 10,
    droppedByReason: { queue_full: 90 },
  });
});

const retried: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'a 500 with {}': (response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{}'),
  'a 503 with a page': (response) =>
    response.writeHead(503, { 'content-type': 'text/html' }).end('<html>Service Unavailable</html>'),
  'a 408': (response) => response.writeHead(408).end(),
  'a page with status 200': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  'a reset connection': (response) => response.destroy(),
};

test.for(Object.entries(retried))('4: %s is no success: the same item is sent again', async ([, fail]) => {
  await using receiver = await startRollbarReceiver((response, number) =>
    number <= 2 ? fail(response) : acceptItem(response),
  );
  await using reporter = startRollbarReporter(receiver.endpoint);
  const occurrence = errorOccurrence(new Error('again'));
  reporter.accept(occurrence);
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
  const uuids = receiver.texts().map((text) => parseSentItem(text).uuid);
  expect(uuids).toEqual([occurrence.uuid, occurrence.uuid, occurrence.uuid]);
});

test('4: after a 429 it waits as long as the project has to, then sends what it held', async () => {
  const arrivedMs: number[] = [];
  await using receiver = await startRollbarReceiver((response, number) => {
    arrivedMs.push(performance.now());
    if (number > 1) return acceptItem(response);
    response.writeHead(429, { 'x-rate-limit-remaining-seconds': '1' }).end('{"err":1}');
  });
  await using reporter = startRollbarReporter(receiver.endpoint);
  for (const message of ['one', 'two', 'three']) reporter.accept(errorOccurrence(new Error(message)));
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ accepted: 3, delivered: 3, dropped: 0 });
  const [first = 0, second = 0] = arrivedMs;
  expect(second - first).toBeGreaterThanOrEqual(990);
  expect(receiver.requests).toHaveLength(4);
});

test.for([400, 403, 413, 422])('4: a %i is refused once, counted, and holds up nothing', async (status) => {
  await using receiver = await startRollbarReceiver((response, number) =>
    number === 1 ? response.writeHead(status).end('{"err":1}') : acceptItem(response),
  );
  const drops: string[] = [];
  await using reporter = startRollbarReporter(
    receiver.endpoint,
    {},
    {
      onDrop: (_items, reason, detail) => drops.push(`${reason}: ${detail}`),
    },
  );
  reporter.accept(errorOccurrence(new Error('refused')));
  reporter.accept(errorOccurrence(new Error('next')));
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ accepted: 2, delivered: 1, droppedByReason: { refused: 1 } });
  expect(drops).toEqual([`refused: HTTP ${status}`]);
  expect(receiver.requests).toHaveLength(2);
});

test('5: an endpoint that never answers holds up neither the next attempt nor the shutdown', async () => {
  await using receiver = await startRollbarReceiver((response, number) => {
    if (number > 1) acceptItem(response);
  });
  await using reporter = startRollbarReporter(receiver.endpoint, {}, { attemptTimeoutMs: 50 });
  reporter.accept(errorOccurrence(new Error('late')));
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ delivered: 1 });
});

test('5: a shutdown ends by its deadline, and what was not sent is counted', async () => {
  await using receiver = await startRollbarReceiver(() => undefined);
  await using reporter = startRollbarReporter(receiver.endpoint);
  for (const message of ['one', 'two']) reporter.accept(errorOccurrence(new Error(message)));
  const startedMs = performance.now();
  await Promise.all([reporter.shutdown(100), reporter.shutdown(100), reporter.flush(100)]);
  expect(performance.now() - startedMs).toBeLessThan(600);
  expect(reporter.statistics()).toMatchObject({ accepted: 2, buffered: 0, droppedByReason: { shutdown: 2 } });
});

test('6: 500 errors within a second are 500 items', async () => {
  await using receiver = await startRollbarReceiver();
  await using reporter = startRollbarReporter(receiver.endpoint);
  for (let item = 0; item < 500; item += 1) reporter.accept(errorOccurrence(new Error(`number ${item}`)));
  await reporter.flush(flushMs);
  expect(reporter.statistics()).toMatchObject({ accepted: 500, delivered: 500, dropped: 0 });
  expect(new Set(receiver.texts()).size).toBe(500);
});

test('7: attributes that look like a request stay attributes, and pose as nothing else', async () => {
  const attributes = {
    url: 'https://shop.example/1',
    method: 'GET',
    headers: ['a'],
    route: '/x',
    orderId: 7,
    title: 'mine',
    uuid: 'mine',
    level: 'debug',
    fingerprint: 'mine',
    trace_id: 'mine',
  };
  const occurrence = errorOccurrence(new Error('custom'), { attributes });
  const { data } = await delivered(occurrence);
  expect(data.custom).toMatchObject({ ...attributes, trace_id: occurrence.spanContext?.traceId });
  expect(data).toMatchObject({ uuid: occurrence.uuid, level: 'error' });
  expect(data).not.toHaveProperty('request');
  expect(data).not.toHaveProperty('title');
  expect(data).not.toHaveProperty('fingerprint');
});

test('8: what the process is and how it is configured stays here', async () => {
  const { text, data } = await delivered(errorOccurrence(new Error('quiet')));
  expect(data.server).toEqual({ host: 'host-1' });
  expect(data.notifier).toEqual({ name: 'node_rollbar', version: '3.1.0' });
  for (const own of [
    ...process.argv,
    'checkIgnore',
    'configured_options',
    'diagnostic',
    'raw_error',
    accessToken,
  ]) {
    expect(text).not.toContain(own);
  }
});

test('8: the token is in its header, and nowhere else', async () => {
  await using receiver = await startRollbarReceiver();
  await using reporter = startRollbarReporter(receiver.endpoint);
  reporter.accept(errorOccurrence(new Error('token')));
  await reporter.flush(flushMs);
  expect(receiver.requests[0]).toMatchObject({
    url: '/api/1/item/',
    headers: { 'x-rollbar-access-token': accessToken, 'content-type': 'application/json' },
  });
  expect(receiver.texts().join('')).not.toContain(accessToken);
  expect(JSON.stringify(reporter.statistics()) + reporter.endpoint).not.toContain(accessToken);
});

test('10: a hook that throws decides nothing, and is asked again the next time', async () => {
  let asked = 0;
  await using receiver = await startRollbarReceiver();
  await using reporter = startRollbarReporter(receiver.endpoint, {
    shouldReport: () => {
      asked += 1;
      throw new Error('hook');
    },
  });
  const context = { route: undefined, request: undefined };
  expect(reporter.wants(new Error('a'), context)).toBe(true);
  expect(reporter.wants(Object.assign(new Error('b'), { status: 404 }), context)).toBe(false);
  expect(asked).toBe(2);
});
