import {
  parseOtlpTraceProtobuf,
  type Attributes as DecodedAttributes,
  type Span,
} from '@cruddur/trace-model';
import type { Attributes, HrTime } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFinishedSpan, finishedSpans } from '../testing/finished-spans.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createTraceRequestBuffer } from './trace-request-buffer.ts';

const resource = {
  'service.name': 'gateway',
  'process.pid': 42,
  'process.command_args': ['node', 'main.ts'],
};

function decode(payload: Uint8Array): readonly Span[] {
  const result = parseOtlpTraceProtobuf(payload);
  if (!result.ok) throw new Error(`${result.problem.path}: ${result.problem.message}`);
  return result.spans;
}

function encode(...spans: readonly FinishedSpan[]): Uint8Array {
  const buffer = createTraceRequestBuffer(resource);
  for (const span of spans) buffer.add(span);
  return buffer.take();
}

const attributesOf = (attributes: Attributes): DecodedAttributes =>
  decode(encode(createFinishedSpan('s', { attributes })))[0]?.attributes ?? {};

const toNanos = ([seconds, nanos]: HrTime): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(nanos);

/** The SDK's encoder as the oracle: what it writes for the same span, read by the same independent decoder. */
function encodeBySdk(spans: readonly FinishedSpan[]): Uint8Array {
  const shared = resourceFromAttributes(resource);
  const readable = spans.map((span): ReadableSpan => ({
    ...span,
    parentSpanContext: span.parentSpanContext as NonNullable<ReadableSpan['parentSpanContext']>,
    resource: shared,
    duration: [0, 0],
    ended: true,
    links: [...span.links] as ReadableSpan['links'],
    events: [...span.events] as ReadableSpan['events'],
    instrumentationScope: span.instrumentationScope as ReadableSpan['instrumentationScope'],
  }));
  return ProtobufTraceSerializer.serializeRequest(readable) ?? new Uint8Array();
}

/** The order of scopes is each encoder's own; the span ids of a run are all different. */
const bySpanId = (spans: readonly Span[]): readonly Span[] =>
  spans.toSorted((a, b) => a.spanId.localeCompare(b.spanId) || a.name.localeCompare(b.name));

test('any spans are decoded as the SDK would have sent them', () => {
  const batches = fc.uniqueArray(finishedSpans, {
    maxLength: 6,
    minLength: 1,
    selector: (span) => span.spanContext().spanId,
  });
  fc.assert(
    fc.property(batches, (spans) => {
      expect(bySpanId(decode(encode(...spans)))).toEqual(bySpanId(decode(encodeBySdk(spans))));
    }),
    { numRuns: 200 },
  );
});

test('any span carries its own ids, times, counts and status', () => {
  fc.assert(
    fc.property(finishedSpans, (span) => {
      const { traceId, spanId, traceFlags, traceState } = span.spanContext();
      const [decoded] = decode(encode(span));
      expect(decoded).toMatchObject({
        traceId,
        spanId,
        traceState: traceState?.serialize() ?? '',
        flags: traceFlags | 0x100 | (span.parentSpanContext?.isRemote === true ? 0x200 : 0),
        name: span.name.toWellFormed(),
        kind: ['internal', 'server', 'client', 'producer', 'consumer'][span.kind],
        startTimeUnixNano: toNanos(span.startTime),
        endTimeUnixNano: toNanos(span.endTime),
        droppedAttributesCount: span.droppedAttributesCount,
        droppedEventsCount: span.droppedEventsCount,
        droppedLinksCount: span.droppedLinksCount,
        status: ['unset', 'ok', 'error'][span.status.code],
        statusMessage: span.status.message?.toWellFormed() ?? '',
        resource,
        scope: span.instrumentationScope,
      });
      expect(decoded?.parentSpanId).toBe(span.parentSpanContext?.spanId);
      expect(decoded?.events.map((event) => [event.name, event.timeUnixNano])).toEqual(
        span.events.map((event) => [event.name.toWellFormed(), toNanos(event.time)]),
      );
      expect(decoded?.links.map((link) => [link.traceId, link.spanId])).toEqual(
        span.links.map((link) => [link.context.traceId, link.context.spanId]),
      );
    }),
    { numRuns: 200 },
  );
});

test('NaN and the infinities stay numbers', () => {
  expect(attributesOf({ nan: Number.NaN, up: Infinity, down: -Infinity })).toEqual(
    decode(
      encodeBySdk([
        createFinishedSpan('s', { attributes: { nan: Number.NaN, up: Infinity, down: -Infinity } }),
      ]),
    )[0]?.attributes,
  );
});

test.for([16 * 1024, 64 * 1024, 2 * 1024 * 1024 + 1])('a span of more than %d bytes is whole', (length) => {
  const [span] = decode(
    encode(
      createFinishedSpan('big', { attributes: { ascii: 'x'.repeat(length), wide: '€'.repeat(length / 4) } }),
    ),
  );
  expect(span?.attributes['ascii']).toHaveLength(length);
  expect(span?.attributes['wide']).toBe('€'.repeat(length / 4));
});

test('undefined and null are no attributes', () => {
  const attributes = { a: undefined, b: null as unknown as undefined, c: 1 };
  expect(attributesOf(attributes)).toEqual({ c: 1 });
});

test('spans of several scopes come under their own', () => {
  const scopes = ['ours', 'ours', 'theirs', 'ours'];
  const spans = scopes.map((name, index) =>
    createFinishedSpan(`span ${index}`, {
      instrumentationScope: { name, version: name === 'ours' ? '1' : undefined },
    }),
  );
  expect(decode(encode(...spans)).map(({ name, scope }) => [name, scope.name, scope.version])).toEqual([
    ['span 0', 'ours', '1'],
    ['span 1', 'ours', '1'],
    ['span 2', 'theirs', ''],
    ['span 3', 'ours', '1'],
  ]);
});

test('each batch holds its own spans only, however often memory is used again', () => {
  const buffer = createTraceRequestBuffer(resource);
  const waiting: { payload: Uint8Array<ArrayBuffer>; names: string[] }[] = [];
  for (let batch = 0; batch < 200; batch += 1) {
    const names = Array.from({ length: (batch * 7) % 400 }, (_, index) => `batch ${batch} span ${index}`);
    for (const name of names)
      buffer.add(createFinishedSpan(name, { attributes: { filler: 'f'.repeat(batch) } }));
    expect(buffer.items()).toBe(names.length);
    const payload = buffer.take();
    expect(buffer.items()).toBe(0);
    expect(buffer.bytes()).toBe(0);
    waiting.push({ payload, names });
    // Two batches are on their way while the next one is being filled.
    const sent = waiting.length > 2 ? waiting.shift() : undefined;
    if (sent === undefined) continue;
    const spans = decode(sent.payload);
    expect(spans.map(({ name }) => name)).toEqual(sent.names);
    expect(spans.every((span) => span.resource['service.name'] === 'gateway')).toBe(true);
    buffer.recycle?.(sent.payload);
  }
});

test('a span that cannot be encoded leaves no trace in the batch', () => {
  const broken = new Error('broken getter');
  const hostile = (name: 'attributes' | 'instrumentationScope' | 'links'): FinishedSpan =>
    Object.defineProperty(createFinishedSpan('hostile', { instrumentationScope: { name: 'other' } }), name, {
      get: () => {
        throw broken;
      },
    });
  const nameless = createFinishedSpan('nameless', {
    instrumentationScope: { name: undefined as unknown as string },
  });
  const buffer = createTraceRequestBuffer(resource);
  buffer.add(createFinishedSpan('first'));
  for (const span of [hostile('attributes'), hostile('instrumentationScope'), hostile('links')]) {
    expect(() => buffer.add(span)).toThrow(broken);
  }
  expect(() => buffer.add(nameless)).toThrow(TypeError);
  buffer.add(createFinishedSpan('other', { instrumentationScope: { name: 'other' } }));
  buffer.add(createFinishedSpan('second'));
  expect(buffer.items()).toBe(3);
  expect(decode(buffer.take()).map(({ name, scope }) => `${scope.name}/${name}`)).toEqual([
    'test/first',
    'other/other',
    'test/second',
  ]);
});
