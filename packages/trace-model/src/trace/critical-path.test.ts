import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../span.ts';
import { arbitraryOddTrace } from '../testing/arbitrary-trace.ts';
import { createSpan, createTwoServiceTrace } from '../testing/create-span.ts';
import { findCriticalPath } from './critical-path.ts';
import { buildTraceTree, findMainRoot, toEndTime, type TraceNode } from './trace-tree.ts';

function toPath(spans: readonly Span[]): readonly string[] {
  const root = findMainRoot(buildTraceTree(spans));
  return root === undefined
    ? []
    : findCriticalPath(root).map(
        ({ node, startTimeUnixNano, endTimeUnixNano }) =>
          `${node.span.spanId} ${Number(startTimeUnixNano) / 1e6}-${Number(endTimeUnixNano) / 1e6}`,
      );
}

describe('findCriticalPath', { timeout: 30_000 }, () => {
  it('follows one request down and back up', () => {
    expect(toPath(createTwoServiceTrace())).toEqual([
      '1 0-2',
      '2 2-5',
      '3 5-6',
      '4 6-7',
      '5 7-12',
      '4 12-15',
      '3 15-16',
      '2 16-18',
      '1 18-20',
    ]);
  });

  it('takes of parallel children the one that finished last', () => {
    const spans = [
      createSpan({ spanId: 'root', endMs: 10 }),
      createSpan({ spanId: 'short', parentSpanId: 'root', startMs: 1, endMs: 4 }),
      createSpan({ spanId: 'long', parentSpanId: 'root', startMs: 1, endMs: 9 }),
    ];
    expect(toPath(spans)).toEqual(['root 0-1', 'long 1-9', 'root 9-10']);
  });

  it('cuts a child that outlives its parent', () => {
    const spans = [
      createSpan({ spanId: 'root', startMs: 5, endMs: 10 }),
      createSpan({ spanId: 'child', parentSpanId: 'root', startMs: 2, endMs: 30 }),
    ];
    expect(toPath(spans)).toEqual(['child 5-10']);
  });

  it('does not overflow on a chain of 10,000 spans', () => {
    const spans = Array.from({ length: 10_000 }, (_, index) =>
      createSpan({
        spanId: `${index}`,
        startMs: index,
        endMs: 30_000 - index,
        ...(index > 0 && { parentSpanId: `${index - 1}` }),
      }),
    );
    expect(toPath(spans).length).toBe(19_999);
  });

  it('covers the time of the root exactly once, with spans that were running', () => {
    fc.assert(
      fc.property(arbitraryOddTrace, (spans) => {
        for (const root of buildTraceTree(spans).roots) {
          let reached = root.span.startTimeUnixNano;
          for (const segment of findCriticalPath(root)) {
            expect(segment.startTimeUnixNano).toBe(reached);
            expect(segment.endTimeUnixNano > reached).toBe(true);
            expect(segment.node.span.startTimeUnixNano <= reached).toBe(true);
            expect(toEndTime(segment.node.span) >= segment.endTimeUnixNano).toBe(true);
            reached = segment.endTimeUnixNano;
          }
          expect(reached).toBe(toEndTime(root.span));
        }
      }),
    );
  });

  it('agrees with asking at every instant who held things up', () => {
    fc.assert(
      fc.property(arbitraryOddTrace, (spans) => {
        for (const root of buildTraceTree(spans).roots) {
          const end = Number(toEndTime(root.span)) / 1e6;
          const byInstant = new Map<number, TraceNode>();
          assignInstants(root, Number(root.span.startTimeUnixNano) / 1e6, end, byInstant);
          for (const { node, startTimeUnixNano, endTimeUnixNano } of findCriticalPath(root)) {
            for (let at = Number(startTimeUnixNano) / 1e6; at < Number(endTimeUnixNano) / 1e6; at++) {
              expect(byInstant.get(at)).toBe(node);
            }
          }
        }
      }),
    );
  });
});

/** The definition, said plainly: from the end, hand each stretch to the last child to finish by then, else to the node. */
function assignInstants(node: TraceNode, start: number, end: number, owners: Map<number, TraceNode>): void {
  let at = end;
  while (at > start) {
    const reached = at;
    const [last] = node.children
      .map((child) => ({
        child,
        from: Math.max(start, Number(child.span.startTimeUnixNano) / 1e6),
        to: Math.min(end, Number(toEndTime(child.span)) / 1e6),
      }))
      .filter(({ from, to }) => from < to && to === reached)
      .toSorted((a, b) => a.from - b.from);
    if (last === undefined) {
      at -= 1;
      owners.set(at, node);
    } else {
      assignInstants(last.child, last.from, last.to, owners);
      at = last.from;
    }
  }
}
