import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryOddTrace } from '../testing/arbitrary-trace.ts';
import { createSpan, createTwoServiceTrace } from '../testing/create-span.ts';
import { findHops } from './hops.ts';
import { toSelfTimeNano } from './self-time.ts';
import { countServices } from './services.ts';
import { parseTraceId, toXRayTraceId } from './trace-id.ts';
import { buildTraceTree, toEndTime } from './trace-tree.ts';

const ms = 1_000_000n;

describe('toSelfTimeNano', { timeout: 30_000 }, () => {
  it('counts the time without a running child', () => {
    const tree = buildTraceTree([
      createSpan({ spanId: 'root', startMs: 0, endMs: 10 }),
      createSpan({ spanId: 'a', parentSpanId: 'root', startMs: 1, endMs: 4 }),
      createSpan({ spanId: 'b', parentSpanId: 'root', startMs: 3, endMs: 5 }),
      createSpan({ spanId: 'c', parentSpanId: 'root', startMs: 9, endMs: 99 }),
    ]);
    expect(tree.nodes.map(toSelfTimeNano)).toEqual([5n * ms, 3n * ms, 2n * ms, 90n * ms]);
  });

  it('agrees with asking at every instant', () => {
    fc.assert(
      fc.property(arbitraryOddTrace, (spans) => {
        for (const node of buildTraceTree(spans).nodes) {
          let self = 0n;
          for (let at = node.span.startTimeUnixNano; at < toEndTime(node.span); at += ms) {
            const busy = node.children.some(
              ({ span }) => span.startTimeUnixNano <= at && at < toEndTime(span),
            );
            if (!busy) self += ms;
          }
          expect(toSelfTimeNano(node)).toBe(self);
        }
      }),
    );
  });
});

describe('findHops', () => {
  it('finds the crossing with both gaps', () => {
    const hops = findHops(buildTraceTree(createTwoServiceTrace()));
    expect(hops).toMatchObject([
      {
        client: { span: { spanId: '2' }, service: 'gateway' },
        server: { span: { spanId: '3' }, service: 'activities' },
        requestGapNano: 3n * ms,
        responseGapNano: 2n * ms,
      },
    ]);
  });

  it('gives negative gaps where clocks disagree', () => {
    const [client, server] = [
      createSpan({ spanId: 'c', kind: 'client', startMs: 10, endMs: 20 }),
      createSpan({
        spanId: 's',
        parentSpanId: 'c',
        kind: 'server',
        startMs: 8,
        endMs: 30,
        service: 'activities',
      }),
    ];
    expect(findHops(buildTraceTree([client, server]))).toMatchObject([
      { requestGapNano: -2n * ms, responseGapNano: -10n * ms },
    ]);
  });
});

describe('countServices', () => {
  it('names services in order of appearance, and a missing name as the conventions do', () => {
    const spans = [
      ...createTwoServiceTrace(),
      createSpan({ spanId: '9', parentSpanId: '5', startMs: 8, service: ' ' }),
    ];
    expect(countServices(buildTraceTree(spans))).toEqual([
      { name: 'gateway', spanCount: 2 },
      { name: 'activities', spanCount: 3 },
      { name: 'unknown_service', spanCount: 1 },
    ]);
  });
});

describe('trace ids', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';

  it('reads both forms in any case', () => {
    const expected = { ok: true, traceId };
    expect(parseTraceId(traceId.toUpperCase())).toEqual(expected);
    expect(parseTraceId(` ${toXRayTraceId(traceId)}\n`)).toEqual(expected);
    expect(toXRayTraceId(traceId)).toBe('1-0af76519-16cd43dd8448eb211c80319c');
  });

  it.each([
    '',
    'last',
    traceId.slice(1),
    `${traceId}0`,
    `2-${traceId}`,
    '1-0af76519-16cd43dd8448eb211c80319',
  ])('refuses %j and names both forms', (text) => {
    expect(parseTraceId(text)).toMatchObject({ ok: false, message: /32 hex digits \(W3C\), or 1-/ });
  });

  it('refuses zeros', () => {
    expect(parseTraceId('0'.repeat(32))).toMatchObject({ ok: false, message: /zeros/ });
  });
});
