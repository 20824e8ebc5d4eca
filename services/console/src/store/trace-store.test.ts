import type { Span } from '@cruddur/trace-model';
import { createSpan } from '@cruddur/trace-model/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TraceStore } from './trace-store.ts';

const roomy = { maxSpans: 1_000, maxBytes: 100_000_000 };

function toSpans(traceId: string, count: number): readonly Span[] {
  return Array.from({ length: count }, (_, index) => createSpan({ traceId, spanId: `${traceId}-${index}` }));
}

function toTraceIds(store: TraceStore): readonly string[] {
  return store.latest(100).map(({ traceId }) => traceId);
}

describe('TraceStore', { timeout: 30_000 }, () => {
  it('gives the newest traces first', () => {
    const store = new TraceStore(roomy);
    store.add([...toSpans('a', 1), ...toSpans('b', 2)]);
    store.add(toSpans('c', 1));
    expect(toTraceIds(store)).toEqual(['c', 'b', 'a']);
    expect(store.latest(1).map(({ traceId }) => traceId)).toEqual(['c']);
  });

  it('adds late spans to their trace', () => {
    const store = new TraceStore(roomy);
    store.add(toSpans('a', 1));
    const before = store.get('a')?.revision;
    store.add([createSpan({ traceId: 'a', spanId: 'late' })]);
    expect(store.get('a')?.spanCount).toBe(2);
    expect(store.get('a')?.revision).not.toBe(before);
  });

  it('replaces a span that comes twice, and tells spans of one id apart by service and kind', () => {
    const store = new TraceStore(roomy);
    const span = createSpan({ traceId: 'a', spanId: '1', name: 'first' });
    store.add([span, { ...span, name: 'second' }]);
    store.add([createSpan({ traceId: 'a', spanId: '1', kind: 'server', service: 'activities' })]);
    expect([...(store.get('a')?.spans ?? [])].map(({ name }) => name)).toEqual(['second', 'span']);
  });

  it('lets the oldest traces make room, and counts what went', () => {
    const store = new TraceStore({ ...roomy, maxSpans: 12 });
    for (const traceId of ['a', 'b', 'c', 'd', 'e']) store.add(toSpans(traceId, 3));
    expect(toTraceIds(store)).toEqual(['e', 'd', 'c', 'b']);
    expect(store.statistics()).toMatchObject({ traceCount: 4, spanCount: 12, evictedSpans: 3 });
  });

  it('is bounded by bytes too', () => {
    const store = new TraceStore({ maxSpans: 1_000, maxBytes: 100_000 });
    for (let index = 0; index < 20; index++) {
      store.add([createSpan({ traceId: `${index}`, attributes: { text: 'x'.repeat(10_000) } })]);
    }
    const { byteCount, spanCount, evictedSpans } = store.statistics();
    expect(byteCount).toBeLessThanOrEqual(100_000);
    expect([spanCount, evictedSpans]).toEqual([4, 16]);
  });

  it('keeps room for others beside one endless trace', () => {
    const store = new TraceStore({ ...roomy, maxSpans: 100 });
    store.add(toSpans('other', 10));
    expect(store.add(toSpans('endless', 1_000))).toEqual({ rejectedSpans: 975 });
    expect(store.get('endless')?.spanCount).toBe(25);
    expect(store.get('other')?.spanCount).toBe(10);
    expect(store.statistics()).toMatchObject({ rejectedSpans: 975, evictedSpans: 0 });
  });

  it('refuses a span that is larger than a trace may be', () => {
    const store = new TraceStore({ maxSpans: 100, maxBytes: 10_000 });
    expect(store.add([createSpan({ name: 'x'.repeat(5_000) })])).toEqual({ rejectedSpans: 1 });
    expect(store.statistics()).toMatchObject({ traceCount: 0, spanCount: 0, byteCount: 0 });
  });

  it('tells listeners once a batch which traces changed', () => {
    const store = new TraceStore(roomy);
    const heard: (readonly string[])[] = [];
    const stop = store.subscribe((traceIds) => heard.push([...traceIds]));
    store.add([...toSpans('a', 3), ...toSpans('b', 1)]);
    stop();
    store.add(toSpans('c', 1));
    expect(heard).toEqual([['a', 'b']]);
  });

  it('stays within its limits, and its counts add up, whatever comes', () => {
    const arbitrarySpan = fc.record({
      traceId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      spanId: fc.nat(20).map(String),
      name: fc.string({ maxLength: 400 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(arbitrarySpan, { maxLength: 10 }), { maxLength: 20 }), (batches) => {
        const limits = { maxSpans: 20, maxBytes: 20_000 };
        const store = new TraceStore(limits);
        for (const batch of batches) {
          store.add(batch.map(createSpan));
          const statistics = store.statistics();
          const traces = store.latest(100);
          const spanCount = traces.reduce((sum, trace) => sum + trace.spanCount, 0);
          expect(statistics).toMatchObject({ traceCount: traces.length, spanCount });
          expect(statistics.spanCount).toBeLessThanOrEqual(limits.maxSpans);
          expect(statistics.byteCount).toBeLessThanOrEqual(limits.maxBytes);
          expect(traces.every((trace) => trace.spanCount > 0 && trace.spanCount <= 5)).toBe(true);
        }
      }),
    );
  });
});
