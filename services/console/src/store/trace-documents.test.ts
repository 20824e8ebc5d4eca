import { createSpan } from '@cruddur/trace-model/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../testing/create-document.ts';
import { TraceStore } from './trace-store.ts';

const roomy = { maxSpans: 1_000, maxBytes: 100_000_000 };
const traceId = '0af7651916cd43dd8448eb211c80319c';

const toXRayId = (number: number): string => `1-00000000-${String(number).padStart(24, '0')}`;

function documentsOf(store: TraceStore): unknown[] {
  return [...(store.get(traceId)?.documents ?? [])];
}

describe('X-Ray documents in the store', () => {
  it('join the spans of their trace, whichever comes first', () => {
    const store = new TraceStore(roomy);
    store.addDocument(createDocument());
    expect(store.latest(1)).toMatchObject([{ traceId, spanCount: 0, documentCount: 1 }]);
    store.add([createSpan({ traceId })]);
    store.addDocument(createDocument({ id: '00000000000000aa' }));
    expect(store.latest(9)).toMatchObject([{ traceId, spanCount: 1, documentCount: 2 }]);
    expect(store.statistics()).toMatchObject({ traceCount: 1, spanCount: 1, documentCount: 2 });
  });

  it('are replaced by their complete form, never by one in progress', () => {
    const store = new TraceStore(roomy);
    const inProgress = createDocument({ in_progress: true });
    const complete = createDocument({ annotations: { size: 'x'.repeat(500) } });
    store.addDocument(inProgress);
    expect(documentsOf(store)).toEqual([inProgress]);
    const { byteCount } = store.statistics();
    store.addDocument(complete);
    store.addDocument(inProgress);
    expect(documentsOf(store)).toEqual([complete]);
    expect(store.statistics().documentCount).toBe(1);
    expect(store.statistics().byteCount).toBeGreaterThan(byteCount + 500);
    store.addDocument(createDocument());
    expect(documentsOf(store)).toEqual([createDocument()]);
    expect(store.statistics().byteCount).toBeLessThan(byteCount + 100);
  });

  it('change the revision of their trace, and tell listeners', () => {
    const store = new TraceStore(roomy);
    store.addDocument(createDocument());
    const before = store.get(traceId)?.revision;
    const heard: unknown[] = [];
    store.subscribe((traceIds) => heard.push([...traceIds]));
    store.addDocument(createDocument({ name: 'activities' }));
    store.rejectDocument({ timeMs: 0, reason: 'no', excerpt: '', traceId });
    expect(heard).toEqual([[traceId], [traceId]]);
    expect(store.get(traceId)?.revision).not.toBe(before);
  });

  it('are refused where their trace has its share', () => {
    const store = new TraceStore({ ...roomy, maxSpans: 8 });
    const taken = ['1', '2', '3'].map((id) => store.addDocument(createDocument({ id: id.repeat(16) })));
    expect(taken).toEqual([true, true, false]);
    expect(store.addDocument(createDocument({ id: '1'.repeat(16), user: 'again' }))).toBe(true);
  });

  it('stay within the limits together with the spans, and every count adds up', () => {
    const arrival = fc.record({
      isSpan: fc.boolean(),
      trace: fc.integer({ min: 1, max: 6 }),
      id: fc.nat(12).map(String),
      text: fc.string({ maxLength: 400 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 120 }), (arrivals) => {
        const limits = { maxSpans: 16, maxBytes: 16_000 };
        const store = new TraceStore(limits);
        for (const { isSpan, trace, id, text } of arrivals) {
          const xrayId = toXRayId(trace);
          if (isSpan)
            store.add([createSpan({ traceId: xrayId.slice(2).replace('-', ''), spanId: id, name: text })]);
          else store.addDocument(createDocument({ trace_id: xrayId, id, user: text }));
          const { spanCount, documentCount, byteCount } = store.statistics();
          const traces = store.latest(100);
          expect(traces.reduce((sum, { spanCount }) => sum + spanCount, 0)).toBe(spanCount);
          expect(traces.reduce((sum, { documentCount }) => sum + documentCount, 0)).toBe(documentCount);
          expect(traces.every(({ spanCount, documentCount }) => spanCount + documentCount > 0)).toBe(true);
          expect(Math.max(spanCount, documentCount)).toBeLessThanOrEqual(limits.maxSpans);
          expect(byteCount).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
    );
  });

  it('go with their trace, and are counted', () => {
    const store = new TraceStore({ ...roomy, maxSpans: 8 });
    for (let trace = 1; trace <= 5; trace++) {
      for (const id of ['1', '2'])
        store.addDocument(createDocument({ trace_id: toXRayId(trace), id: id.repeat(16) }));
    }
    expect(store.statistics()).toMatchObject({ traceCount: 4, documentCount: 8, evictedDocuments: 2 });
  });
});

describe('rejected documents', () => {
  it('are counted for good, and the latest are kept, cut to a readable length', () => {
    const store = new TraceStore(roomy);
    for (let timeMs = 0; timeMs < 150; timeMs++) {
      store.rejectDocument({ timeMs, reason: 'no', excerpt: 'x'.repeat(70_000) });
    }
    expect(store.statistics().rejectedDocuments).toBe(150);
    const rejected = store.rejectedDocuments();
    expect(rejected.map(({ timeMs }) => timeMs)).toEqual(
      Array.from({ length: 100 }, (_, index) => 149 - index),
    );
    expect(rejected[0]?.excerpt).toHaveLength(2_001);
  });

  it('are found by the trace that they name', () => {
    const store = new TraceStore(roomy);
    store.rejectDocument({ timeMs: 1, reason: 'of the trace', excerpt: '', traceId });
    store.rejectDocument({ timeMs: 2, reason: 'of none', excerpt: '' });
    expect(store.rejectedDocuments(traceId).map(({ reason }) => reason)).toEqual(['of the trace']);
  });
});
