import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { createFinishedSpan } from '../../testing/finished-spans.ts';
import type { FinishedSpan } from '../../trace/finished-span.ts';
import { fitsBytes, utf8Length } from './byte-length.ts';
import { localParent, parseStrictly, toDocument } from './fixtures/documents.ts';
import { createSegmentEncoder } from './segment-encoder.ts';

const order = [
  'stack frames beyond 10',
  'events',
  'metadata texts beyond 1000 characters',
  'query beyond 4000 characters',
  'URL and user agent beyond 1000 characters',
  'link attributes, links beyond 20',
  'exceptions beyond 4',
  'metadata namespaces',
  'metadata texts beyond 100 characters',
  'annotation texts beyond 100 characters',
  'metadata',
  'SQL texts beyond 500 characters',
  'URL and user agent beyond 100 characters',
  'everything else',
];

const time: [number, number] = [1_795_219_200, 0];
const frames = (count: number, length: number): string =>
  `\n    at f (/${'p'.repeat(length)}.js:1:2)`.repeat(count);
const exception = (count: number, length: number): FinishedSpan['events'][number] => ({
  name: 'exception',
  time,
  attributes: { 'exception.message': 'm', 'exception.stacktrace': `Error: m${frames(count, length)}` },
});
const many = (count: number, length: number): Attributes =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'.repeat(length)]));
const call = { kind: SpanKind.CLIENT, parentSpanContext: localParent };

const truncatedOf = ({ metadata }: ReturnType<typeof toDocument>): readonly string[] => {
  // safe: the encoder writes a list of texts
  const own = metadata?.['cruddur'] as { truncated: string[] } | undefined;
  return own?.truncated ?? [];
};

/** Each has one thing that is too large. */
const table: readonly (readonly [string, Partial<FinishedSpan>])[] = [
  ['stack frames beyond 10', { events: [exception(50, 2000)] }],
  ['events', { events: [{ name: 'e', time, attributes: { text: 'x'.repeat(70_000) } }] }],
  ['metadata texts beyond 1000 characters', { attributes: { text: 'x'.repeat(70_000) } }],
  [
    'query beyond 4000 characters',
    { ...call, attributes: { 'db.system.name': 'sqlite', 'db.query.text': 'x'.repeat(70_000) } },
  ],
  [
    'URL and user agent beyond 1000 characters',
    { attributes: { 'url.full': `https://h/${'x'.repeat(70_000)}` } },
  ],
  [
    'link attributes, links beyond 20',
    { links: Array.from({ length: 1000 }, () => ({ context: localParent })) },
  ],
  ['exceptions beyond 4', { events: Array.from({ length: 16 }, () => exception(10, 500)) }],
  [
    'metadata namespaces',
    {
      attributes: {
        'aws.xray.metadata.n': JSON.stringify(
          Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`k${index}`, index])),
        ),
      },
    },
  ],
  ['metadata texts beyond 100 characters', { attributes: many(100, 1000) }],
  ['metadata', { attributes: many(1000, 100) }],
];

describe('a document over the limit loses only what has to go, and says so', () => {
  test.each(table)('%s', (name, span) => {
    const document = toDocument({ ...span, status: { code: SpanStatusCode.ERROR } });
    expect(document.metadata?.['cruddur']).toEqual({ truncated: [name] });
    expect(document).toMatchObject({ fault: true, start_time: time[0] });
  });

  test('annotation texts beyond 100 characters', () => {
    const attributes = many(50, 1000);
    const document = toDocument(
      { attributes },
      // In characters of ASCII all 50 would fit the usual limit.
      { indexedAttributes: Object.keys(attributes), maxDocumentBytes: 40_000 },
    );
    expect(document.metadata?.['cruddur']).toEqual({ truncated: ['annotation texts beyond 100 characters'] });
    expect(document.annotations).toEqual(many(50, 100));
  });
});

test('frames that are cut are added to those that were left out before', () => {
  const { cause } = toDocument({ events: [exception(60, 2000)] });
  expect(cause).toMatchObject({ exceptions: [{ stack: { length: 10 }, truncated: 50 }] });
});

test('everything too large is cut in the fixed order', () => {
  const span = {
    ...call,
    attributes: {
      ...many(1000, 1500),
      'db.system.name': 'sqlite',
      'db.query.text': '\u0000'.repeat(70_000),
      'url.full': `https://h/${'x'.repeat(70_000)}`,
      'aws.xray.metadata.n': JSON.stringify(many(1000, 20)),
    },
    events: [
      ...Array.from({ length: 16 }, () => exception(50, 2000)),
      { name: 'e', time, attributes: { text: 'x'.repeat(70_000) } },
    ],
    links: Array.from({ length: 1000 }, () => ({ context: localParent })),
  };
  const indexedAttributes = Object.keys(many(50, 0));
  for (const maxDocumentBytes of [63_999, 20_000, 5000, 1000]) {
    const document = toDocument(span, { indexedAttributes, maxDocumentBytes });
    const truncated = truncatedOf(document);
    expect(truncated.length).toBeGreaterThan(6);
    expect(truncated).toEqual(order.filter((name) => truncated.includes(name)));
    expect(document).toMatchObject({ id: '53995c3f42cd8ad8', name: 'GET /', type: 'subsegment' });
  }
});

test('a chain of causes that is cut ends where its last exception is', () => {
  const stack = `Error: m${Array.from({ length: 7 }, () => `\n  [cause]: Error: c${frames(10, 2000)}`).join('')}`;
  const events = [
    { name: 'exception', time, attributes: { 'exception.message': 'm', 'exception.stacktrace': stack } },
  ];
  const { cause } = toDocument({ events });
  const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
  expect(exceptions).toHaveLength(4);
  expect(exceptions.map((each) => each.cause)).toEqual([
    ...exceptions.slice(1).map(({ id }) => id),
    undefined,
  ]);
});

test('bytes are counted, not characters', () => {
  expect(truncatedOf(toDocument({ attributes: { text: '€'.repeat(21_000) } }))).toEqual([]);
  expect(truncatedOf(toDocument({ attributes: { text: '€'.repeat(21_300) } }))).toEqual([
    'metadata texts beyond 1000 characters',
  ]);
});

test('a document that just fits is not touched, one byte less and it is cut', () => {
  const span = createFinishedSpan('s', { attributes: { text: 'x'.repeat(2000) } });
  const encodeWithin = (maxDocumentBytes: number): string =>
    createSegmentEncoder({}, { indexedAttributes: [], maxDocumentBytes }).encode(span)[0] ?? '';
  const whole = encodeWithin(64_000);
  expect(encodeWithin(whole.length)).toBe(whole);
  expect(encodeWithin(whole.length - 1).length).toBeLessThan(whole.length);
});

test('a resource that is too large leaves room for the span', () => {
  const resource = { 'service.name': 'gateway', 'service.version': '1', command: 'x'.repeat(70_000) };
  const document = toDocument({ attributes: { a: 1 } }, { resource });
  expect(document.metadata).toEqual({ default: { a: 1 }, otel: expect.anything() });
  expect(document.service).toEqual({ version: '1' });
  const names = Array.from({ length: 10 }, () => '\u0000'.repeat(512));
  expect(toDocument({}, { resource: { 'aws.log.group.names': names } })).not.toHaveProperty('aws');
});

test('no document where not even the ids fit', () => {
  const encoder = createSegmentEncoder({}, { indexedAttributes: [], maxDocumentBytes: 100 });
  expect(encoder.encode(createFinishedSpan('s'))).toEqual([]);
});

test('a namespace that is nested too deep to write costs the span, and nothing else', () => {
  const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const encoder = createSegmentEncoder({}, { indexedAttributes: [] });
  for (const json of encoder.encode(
    createFinishedSpan('s', { attributes: { 'aws.xray.metadata.n': deep } }),
  )) {
    parseStrictly(json);
  }
  expect(encoder.encode(createFinishedSpan('s'))).toHaveLength(1);
});

test.each([
  ['', 0],
  ['a', 1],
  ['é', 2],
  ['€', 3],
  ['😀', 4],
  ['\ud83d', 3],
  ['\udc00\ud83d', 6],
  ['a\ud83d😀', 8],
])('%j takes %i bytes', (text, bytes) => {
  expect(utf8Length(text)).toBe(bytes);
  expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  const beforeIt = 'x'.repeat(100);
  expect(utf8Length(beforeIt + text)).toBe(100 + bytes);
  expect([fitsBytes(text, bytes), fitsBytes(text, bytes - 1)]).toEqual([true, false]);
});
