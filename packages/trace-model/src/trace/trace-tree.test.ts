import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryOddTrace } from '../testing/arbitrary-trace.ts';
import { createSpan, createTwoServiceTrace } from '../testing/create-span.ts';
import { buildTraceTree, findMainRoot } from './trace-tree.ts';

const outline = (...args: Parameters<typeof buildTraceTree>): readonly string[] =>
  buildTraceTree(...args).nodes.map(({ depth, span }) => `${'-'.repeat(depth)}${span.spanId}`);

const toFacts = (tree: ReturnType<typeof buildTraceTree>): readonly unknown[] =>
  tree.nodes.map(({ depth, span }) => [depth, span]);

describe('buildTraceTree', { timeout: 30_000 }, () => {
  it('orders depth-first, children by start time', () => {
    expect(outline(createTwoServiceTrace().toReversed())).toEqual(['1', '-2', '--3', '---4', '----5']);
    const siblings = [
      createSpan({ spanId: 'late', parentSpanId: 'root', startMs: 5 }),
      createSpan({ spanId: 'root', endMs: 9 }),
      createSpan({ spanId: 'inner', parentSpanId: 'early', startMs: 6 }),
      createSpan({ spanId: 'early', parentSpanId: 'root', startMs: 1 }),
    ];
    expect(outline(siblings)).toEqual(['root', '-early', '--inner', '-late']);
  });

  it('makes a root of a span whose parent has not arrived, and says so', () => {
    const tree = buildTraceTree([createSpan({ spanId: 'a', parentSpanId: 'gone' })]);
    expect(tree.roots).toMatchObject([{ parentMissing: true, depth: 0 }]);
  });

  it('keeps a child that began before its parent under the parent', () => {
    const spans = [
      createSpan({ spanId: 'server', parentSpanId: 'client', startMs: -40, endMs: -30 }),
      createSpan({ spanId: 'client', startMs: 0, endMs: 20 }),
    ];
    expect(outline(spans)).toEqual(['client', '-server']);
  });

  it('cuts a cycle at its first span, and keeps what hangs on it', () => {
    const spans = [
      createSpan({ spanId: 'a', parentSpanId: 'c', startMs: 1 }),
      createSpan({ spanId: 'b', parentSpanId: 'a', startMs: 2 }),
      createSpan({ spanId: 'c', parentSpanId: 'b', startMs: 3 }),
      createSpan({ spanId: 'leaf', parentSpanId: 'c', startMs: 0 }),
      createSpan({ spanId: 'own', parentSpanId: 'own', startMs: 9 }),
    ];
    expect(outline(spans)).toEqual(['a', '-b', '--c', '---leaf', 'own']);
  });

  it('builds a chain of 10,000 spans', () => {
    const spans = Array.from({ length: 10_000 }, (_, index) =>
      createSpan({ spanId: `${index}`, startMs: index, ...(index > 0 && { parentSpanId: `${index - 1}` }) }),
    );
    expect(buildTraceTree(spans).nodes.at(-1)?.depth).toBe(9_999);
  });

  it('keeps every span exactly once, each child right below its parent', () => {
    fc.assert(
      fc.property(arbitraryOddTrace, (spans) => {
        const { nodes, roots } = buildTraceTree(spans);
        expect(nodes.length).toBe(spans.length);
        expect(new Set(nodes.map(({ span }) => span))).toEqual(new Set(spans));
        expect(nodes.filter(({ parent }) => parent === undefined)).toEqual(roots);
        for (const node of nodes) {
          expect(node.depth).toBe(node.parent === undefined ? 0 : node.parent.depth + 1);
          expect(node.parent?.children ?? roots).toContain(node);
        }
      }),
    );
  });

  it('does not depend on the order in which spans arrived', () => {
    const shuffled = arbitraryOddTrace.chain((spans) =>
      fc.tuple(
        fc.constant(spans),
        fc.shuffledSubarray([...spans], { minLength: spans.length, maxLength: spans.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([spans, others]) => {
        expect(toFacts(buildTraceTree(others))).toEqual(toFacts(buildTraceTree(spans)));
      }),
    );
  });
});

describe('findMainRoot', () => {
  it('prefers a span without a parent over an earlier one whose parent is missing', () => {
    const tree = buildTraceTree([
      createSpan({ spanId: 'orphan', parentSpanId: 'gone', startMs: 0 }),
      createSpan({ spanId: 'root', startMs: 5 }),
    ]);
    expect(findMainRoot(tree)?.span.spanId).toBe('root');
  });

  it('is undefined for a trace without spans', () => {
    expect(findMainRoot(buildTraceTree([]))).toBeUndefined();
  });
});
