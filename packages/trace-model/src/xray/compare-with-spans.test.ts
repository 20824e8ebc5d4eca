import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../span.ts';
import { createSpan, createTwoServiceTrace } from '../testing/create-span.ts';
import { createSegment, createSubsegment } from '../testing/segment-documents.ts';
import { toServiceName } from '../trace/service-name.ts';
import { toXRayTraceId } from '../trace/trace-id.ts';
import { compareWithSpans } from './compare-with-spans.ts';
import type { SegmentDocument } from './segment-document.ts';

const baseNano = 1_790_000_000_000_000_000n;
const spans: readonly Span[] = createTwoServiceTrace().map((span) => ({
  ...span,
  startTimeUnixNano: baseNano + span.startTimeUnixNano,
  endTimeUnixNano: baseNano + span.endTimeUnixNano,
}));

/** The documents of the spans as an exporter writes them; `fields` changes the one of a span. */
function toDocuments(
  from: readonly Span[],
  fields: Readonly<Record<string, Partial<SegmentDocument>>> = {},
): readonly SegmentDocument[] {
  return from.map((span) => {
    const service = toServiceName(span);
    const parent = from.find(({ spanId }) => spanId === span.parentSpanId);
    const isSegment = parent === undefined || toServiceName(parent) !== service;
    return {
      ...(isSegment ? createSegment({ name: service }) : createSubsegment({ name: span.name })),
      id: span.spanId,
      trace_id: toXRayTraceId(span.traceId),
      start_time: Number(span.startTimeUnixNano / 1000n) / 1e6,
      end_time: Number(span.endTimeUnixNano / 1000n) / 1e6,
      ...(span.parentSpanId === undefined ? {} : { parent_id: span.parentSpanId }),
      ...fields[span.spanId],
    };
  });
}

describe('compareWithSpans', () => {
  it('finds nothing where both tell the same trace', () => {
    expect(compareWithSpans(spans, toDocuments(spans))).toEqual([]);
    expect(compareWithSpans([], [])).toEqual([]);
  });

  it.each<[string, Partial<SegmentDocument>, object]>([
    ['a parent', { parent_id: '9' }, { about: 'parent', otlp: '3', xray: '9' }],
    ['a start', { start_time: 1_790_000_000.006002 }, { about: 'start-time', otlp: '1790000000.006000000' }],
    ['an end', { end_time: 1_790_000_000.015002 }, { about: 'end-time', xray: '1790000000.015002' }],
    ['a fault', { fault: true }, { about: 'outcome', otlp: 'ok', xray: 'fault' }],
    [
      'a name',
      { name: 'mock-data' },
      { about: 'name', otlp: 'home-activities-mock-data', xray: 'mock-data' },
    ],
    [
      'a trace id',
      { trace_id: '1-00000000-000000000000000000000001' },
      { about: 'trace-id', xray: '1-00000000-000000000000000000000001' },
    ],
  ])('finds %s that differs', (_, fields, expected) => {
    expect(compareWithSpans(spans, toDocuments(spans, { 4: fields }))).toEqual([
      {
        spanId: '4',
        name: 'home-activities-mock-data',
        otlp: expect.any(String),
        xray: expect.any(String),
        ...expected,
      },
    ]);
  });

  it('finds what is missing on either side', () => {
    const documents = toDocuments(spans);
    expect(compareWithSpans(spans, documents.slice(0, 4))).toEqual([
      { about: 'presence', spanId: '5', name: 'SELECT activities', otlp: 'present' },
    ]);
    expect(compareWithSpans(spans.slice(0, 4), documents)).toEqual([
      { about: 'presence', spanId: '5', name: 'SELECT activities', xray: 'present' },
    ]);
  });

  it('does not take the segment of a missing span for one that stands around a call', () => {
    expect(compareWithSpans(spans.slice(1), toDocuments(spans))).toEqual([
      { about: 'presence', spanId: '1', name: 'gateway', xray: 'present' },
    ]);
  });

  it('says that a document is still in progress, and forgets the fragment when the whole has come', () => {
    const documents = toDocuments(spans);
    const { end_time: _, ...rest } = createSegment(documents[0]);
    const fragment: SegmentDocument = { ...rest, in_progress: true };
    expect(compareWithSpans(spans, [fragment, ...documents.slice(1)])).toMatchObject([
      { about: 'end-time', xray: 'in progress' },
    ]);
    expect(compareWithSpans(spans, [fragment, ...documents])).toEqual([]);
    expect(compareWithSpans(spans, [...documents, fragment])).toEqual([]);
  });

  it.each<[Partial<Span>, Partial<SegmentDocument>]>([
    [{ attributes: { 'http.response.status_code': 404 } }, { error: true }],
    [{ attributes: { 'http.response.status_code': 429 } }, { error: true, throttle: true }],
    [
      { attributes: { 'http.response.status_code': 503 }, status: 'error' },
      { fault: true, error: false },
    ],
    [{ attributes: { 'http.response.status_code': 200 }, status: 'error' }, { fault: true }],
    [{ attributes: { 'http.status_code': 500 } }, { fault: true }],
    [{ status: 'error' }, { fault: true }],
    [{ status: 'ok' }, { fault: false, error: false, throttle: false }],
  ])('takes HTTP and span status for X-Ray’s flags: %j', (spanFields, documentFields) => {
    const span = { ...createSpan({ startTimeUnixNano: baseNano, endTimeUnixNano: baseNano }), ...spanFields };
    expect(compareWithSpans([span], toDocuments([span], { [span.spanId]: documentFields }))).toEqual([]);
    const wrong = { fault: documentFields.fault !== true };
    expect(
      compareWithSpans([span], toDocuments([span], { [span.spanId]: { ...documentFields, ...wrong } })),
    ).toMatchObject([{ about: 'outcome' }]);
  });

  it.each([
    ['peer.service', 'activities', 'activities'],
    ['server.address', '127.0.0.1', '127.0.0.1'],
    ['aws.remote.service', 'AWS::S3', 'S3'],
    ['rpc.method', 'S3/PutObject', 'S3'],
    ['server.address', 'xn--*', 'xn--'],
  ])('takes a call that is named after its other side: %s %s', (key, value, name) => {
    const attributed = spans.map((span) =>
      span.spanId === '2' ? { ...span, attributes: { [key]: value } } : span,
    );
    expect(compareWithSpans(attributed, toDocuments(attributed, { 2: { name } }))).toEqual([]);
    expect(compareWithSpans(attributed, toDocuments(attributed, { 2: { name: 'elsewhere' } }))).toHaveLength(
      1,
    );
  });

  it('takes a segment that is named after the local service', () => {
    const attributed = spans.map((span) =>
      span.spanId === '1' ? { ...span, attributes: { 'aws.local.service': 'edge' } } : span,
    );
    expect(compareWithSpans(attributed, toDocuments(attributed, { 1: { name: 'edge' } }))).toEqual([]);
    expect(compareWithSpans(spans, toDocuments(spans, { 1: { name: 'edge' } }))).toHaveLength(1);
  });

  it('takes a database on its host, and names that are cleaned and cut', () => {
    const long = `SELECT {${'x'.repeat(300)}}`;
    const named = spans.map((span) => {
      if (span.spanId === '4') return { ...span, name: long };
      if (span.spanId !== '5') return span;
      return { ...span, attributes: { 'db.namespace': 'cruddur', 'server.address': 'db.local' } };
    });
    const names = {
      4: { name: long.replaceAll(/[{}]/g, '').slice(0, 200) },
      5: { name: 'cruddur@db.local' },
    };
    expect(compareWithSpans(named, toDocuments(named, names))).toEqual([]);
    const short = { ...names, 4: { name: 'SELECT x' } };
    expect(compareWithSpans(named, toDocuments(named, short))).toMatchObject([{ about: 'name' }]);
  });

  it.for(['jdbc:mysql://u:p@db.local:3306/old', 'postgres://db.local/old'])(
    'takes a database on the host of its connection string, %s',
    (connectionString) => {
      const attributes = { 'db.name': 'old', 'db.connection_string': connectionString };
      const named = spans.map((span) => (span.spanId === '5' ? { ...span, attributes } : span));
      expect(compareWithSpans(named, toDocuments(named, { 5: { name: 'old@db.local' } }))).toEqual([]);
      expect(compareWithSpans(named, toDocuments(named, { 5: { name: 'old@other' } }))).toHaveLength(1);
    },
  );

  describe('of a process that starts with a call', () => {
    const call = createSpan({
      spanId: 'c',
      parentSpanId: 'p',
      kind: 'client',
      name: 'GET',
      startTimeUnixNano: baseNano,
      endTimeUnixNano: baseNano + 5_000_000n,
      status: 'error',
    });
    const times = { start_time: 1_790_000_000, end_time: 1_790_000_000.005 };
    const wrapper = createSegment({ ...times, id: 'w', parent_id: 'p', fault: true });
    const inner = createSubsegment({ ...times, id: 'c', name: 'GET', parent_id: 'w', fault: true });

    it('understands the two documents', () => {
      expect(compareWithSpans([call], [wrapper, inner])).toEqual([]);
      const { parentSpanId: _, ...rootCall } = call;
      const { parent_id: __, ...rootWrapper } = wrapper;
      expect(compareWithSpans([rootCall], [inner, rootWrapper])).toEqual([]);
    });

    it.each<[object, object]>([
      [{ parent_id: 'x' }, { about: 'parent', otlp: 'p', xray: 'x' }],
      [{ end_time: 1_790_000_001 }, { about: 'end-time', xray: '1790000001' }],
      [{ fault: false }, { about: 'outcome', xray: 'ok' }],
      [{ name: 'GET' }, { about: 'name', xray: 'GET' }],
    ])('finds what differs in the one around it: %j', (fields, expected) => {
      const found = compareWithSpans([call], [{ ...wrapper, ...fields }, inner]);
      expect(found).toMatchObject([{ spanId: 'c', ...expected }]);
    });

    it('takes no subsegment for the segment around the call', () => {
      const around = createSubsegment({ ...times, id: 'w', parent_id: 'p', fault: true });
      expect(compareWithSpans([call], [around, inner])).toMatchObject([
        { about: 'parent', otlp: 'p', xray: 'w' },
        { about: 'presence', spanId: 'w' },
      ]);
    });

    it('finds a subsegment whose segment never came, and a segment around nothing', () => {
      expect(compareWithSpans([call], [inner])).toMatchObject([{ about: 'parent', xray: 'w' }]);
      const stray = createSegment({ ...times, id: 's' });
      expect(compareWithSpans([call], [wrapper, inner, stray])).toEqual([
        { about: 'presence', spanId: 's', name: 'gateway', xray: 'present' },
      ]);
    });
  });

  it('reads subsegments inside of documents', () => {
    const [root, child] = toDocuments(spans);
    const { trace_id: _, parent_id: __, type: ___, ...inner } = createSubsegment(child);
    const nested = createSegment({ ...root, subsegments: [inner] });
    expect(compareWithSpans(spans.slice(0, 2), [nested])).toEqual([]);
  });

  it('finds every difference of time beyond a microsecond, and none within', () => {
    const nanos = fc.bigInt(0n, 4_000_000_000_000_000_000n);
    fc.assert(
      fc.property(nanos, fc.integer({ min: -1_000_000, max: 1_000_000 }), (nano, shiftMicros) => {
        // Nanoseconds that the document has not decide about a single microsecond.
        fc.pre(Math.abs(shiftMicros) !== 1);
        const span = createSpan({ startTimeUnixNano: nano, endTimeUnixNano: nano });
        const exact = Math.round(Number(nano / 1000n));
        const documents = toDocuments([span], {
          [span.spanId]: { start_time: exact / 1e6, end_time: (exact + shiftMicros) / 1e6 },
        });
        const found = compareWithSpans([span], documents).map(({ about }) => about);
        expect(found).toEqual(shiftMicros === 0 ? [] : ['end-time']);
      }),
    );
  });
});
