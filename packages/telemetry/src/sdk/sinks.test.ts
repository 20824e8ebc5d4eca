import { parseOtlpTraceJson, parseOtlpTraceProtobuf, type Span } from '@cruddur/trace-model';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRedacted } from '../config/redacted.ts';
import type { DeliverySettings } from '../delivery/delivery.ts';
import { postByFetch } from '../delivery/fetch-transport.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import { createOtlpProtobufSink } from '../otlp/protobuf-sink.ts';
import { createFinishedSpan, finishedSpans } from '../testing/finished-spans.ts';
import { startReceiver, type Receiver, type ReceivedRequest } from '../testing/start-receiver.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createOtlpJsonSink } from './json-sink.ts';

type Protocol = OtlpSettings['protocol'];
const protocols = ['http/protobuf', 'http/json'] as const;
const resource = { 'service.name': 'gateway' };
const onDrop = (): undefined => undefined;

function start(
  protocol: Protocol,
  url: string,
  settings: Partial<OtlpSettings> = {},
  more: Partial<DeliverySettings> & { onDrop?: (items: number, reason: string, detail: string) => void } = {},
): SpanSink {
  const otlp: OtlpSettings = {
    endpoint: url,
    protocol,
    headers: [['x-honeycomb-team', createRedacted('key')]],
    compression: 'none',
    timeoutMs: 2000,
    ...settings,
  };
  const delivery = {
    maxBufferedItems: 10_000,
    maxBufferedBytes: 10_000_000,
    maxBatchItems: 100,
    maxBatchBytes: 1_000_000,
    maxDelayMs: 60_000,
    attemptTimeoutMs: otlp.timeoutMs,
    retry: { maxAttempts: 3, firstDelayMs: 5, maxDelayMs: 10 },
    onDrop,
    ...more,
  };
  return protocol === 'http/json'
    ? createOtlpJsonSink(otlp, resource, delivery)
    : createOtlpProtobufSink(otlp, resource, delivery, postByFetch);
}

function decode({ headers, body }: ReceivedRequest): readonly Span[] {
  const result =
    headers['content-type'] === 'application/json'
      ? parseOtlpTraceJson(new TextDecoder().decode(body))
      : parseOtlpTraceProtobuf(body);
  if (!result.ok) throw new Error(`${result.problem.path}: ${result.problem.message}`);
  return result.spans;
}

/** JSON has no word for the others: the SDK's encoder makes null of them. */
const hasFiniteNumbers = ({ attributes, events, links }: FinishedSpan): boolean =>
  [attributes, ...events.map((event) => event.attributes), ...links.map((link) => link.attributes)]
    .flatMap((given) => Object.values(given ?? {}).flat())
    .every((value) => typeof value !== 'number' || Number.isFinite(value));

const received = (receiver: Receiver): readonly Span[] =>
  receiver.requests.flatMap(decode).toSorted((a, b) => a.spanId.localeCompare(b.spanId));

test('both protocols deliver the same spans', async () => {
  await using json = await startReceiver();
  await using protobuf = await startReceiver();
  const spans = fc
    .sample(
      fc.uniqueArray(finishedSpans.filter(hasFiniteNumbers), {
        minLength: 250,
        maxLength: 250,
        selector: (span) => span.spanContext().spanId,
      }),
      { numRuns: 1, seed: 7 },
    )
    .flat();
  for (const sink of [start('http/json', json.url), start('http/protobuf', protobuf.url)]) {
    for (const span of spans) sink.accept(span);
    await sink.shutdown(10_000);
    expect(sink.statistics()).toMatchObject({ accepted: 250, delivered: 250, dropped: 0, buffered: 0 });
  }
  expect(received(json)).toHaveLength(250);
  expect(received(protobuf)).toEqual(received(json));
});

describe.for(protocols)('%s', (protocol) => {
  test.for(['none', 'gzip'] as const)('sends headers and body with compression %s', async (compression) => {
    await using receiver = await startReceiver();
    const sink = start(protocol, receiver.url, { compression });
    sink.accept(createFinishedSpan('one'));
    await sink.shutdown(5000);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.url).toBe('/v1/traces');
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-honeycomb-team': 'key' });
    expect(receiver.requests[0]?.headers['content-encoding']).toBe(
      compression === 'gzip' ? 'gzip' : undefined,
    );
    expect(received(receiver)).toMatchObject([{ name: 'one', resource }]);
    expect(sink).toMatchObject({ name: 'otlp', endpoint: receiver.url });
  });

  test('a receiver that is not there costs the spans, nothing else', async () => {
    const receiver = await startReceiver();
    await receiver[Symbol.asyncDispose]();
    const drops: string[] = [];
    const sink = start(
      protocol,
      receiver.url,
      { timeoutMs: 300 },
      { onDrop: (_items, reason, detail) => drops.push(`${reason} ${detail}`) },
    );
    sink.accept(createFinishedSpan('lost'));
    await sink.flush(5000);
    expect(sink.statistics()).toMatchObject({ accepted: 1, delivered: 0, dropped: 1, buffered: 0 });
    expect(drops).toHaveLength(1);
    await sink.shutdown(1000);
  });

  test('shutdown keeps its time limit with a receiver that never answers', async () => {
    await using receiver = await startReceiver(() => undefined);
    const sink = start(protocol, receiver.url, { timeoutMs: 60_000 });
    sink.accept(createFinishedSpan('lost'));
    const startMs = performance.now();
    await sink.shutdown(100);
    expect(performance.now() - startMs).toBeLessThan(2000);
    expect(sink.statistics()).toMatchObject({ accepted: 1, dropped: 1, droppedByReason: { shutdown: 1 } });
  });

  test('an answer of 401 is not asked for again', async () => {
    await using receiver = await startReceiver((response) => response.writeHead(401).end('who are you?'));
    const sink = start(protocol, receiver.url);
    sink.accept(createFinishedSpan('lost'));
    await sink.shutdown(5000);
    expect(receiver.requests).toHaveLength(1);
    expect(sink.statistics()).toMatchObject({ dropped: 1, droppedByReason: { refused: 1 } });
  });
});

describe('http/protobuf', () => {
  test('an answer of 503 is asked for again, with the same spans', async () => {
    await using receiver = await startReceiver((response, number) =>
      response.writeHead(number === 1 ? 503 : 200).end(),
    );
    const sink = start('http/protobuf', receiver.url);
    sink.accept(createFinishedSpan('one'));
    await sink.flush(5000);
    expect(receiver.requests.map(decode)).toMatchObject([[{ name: 'one' }], [{ name: 'one' }]]);
    expect(sink.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
    await sink.shutdown(100);
  });

  test('spans that the receiver rejects count as dropped', async () => {
    await using receiver = await startReceiver((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'),
    );
    const drops = vi.fn<(items: number, reason: string, detail: string) => void>();
    const sink = start('http/protobuf', receiver.url, {}, { onDrop: drops });
    for (const name of ['a', 'b', 'c']) sink.accept(createFinishedSpan(name));
    await sink.shutdown(5000);
    expect(sink.statistics()).toMatchObject({ delivered: 1, droppedByReason: { rejected: 2 } });
    expect(drops).toHaveBeenCalledWith(2, 'rejected', 'too old');
  });

  test.for<readonly [string, number, Record<string, string>, string]>([
    ['a login page', 200, { 'content-type': 'text/html' }, '<html>'],
    ['a redirect', 302, { location: '/login' }, ''],
    ['an answer without end', 200, { 'content-type': 'application/x-protobuf' }, 'x'.repeat(100_000)],
  ])('%s does not count as delivered', async ([, status, headers, body]) => {
    await using receiver = await startReceiver((response) => response.writeHead(status, headers).end(body));
    const sink = start('http/protobuf', receiver.url);
    sink.accept(createFinishedSpan('lost'));
    await sink.shutdown(5000);
    expect(receiver.requests).toHaveLength(1);
    expect(sink.statistics()).toMatchObject({ delivered: 0, droppedByReason: { refused: 1 } });
  });

  test('the reason of a failed connection is told', async () => {
    const receiver = await startReceiver();
    await receiver[Symbol.asyncDispose]();
    const drops: string[] = [];
    const sink = start(
      'http/protobuf',
      receiver.url,
      {},
      { onDrop: (_items, _reason, detail) => drops.push(detail) },
    );
    sink.accept(createFinishedSpan('lost'));
    await sink.shutdown(5000);
    expect(drops).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });
});
