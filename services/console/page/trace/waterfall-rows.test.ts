import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hop } from '../../src/api/types.ts';
import { ancestorsOf, toOutline } from './outline.ts';
import { createSpanDetail as span } from './span-fixture.ts';
import { toWaterfallRows } from './waterfall-rows.ts';

// a ─ b ─ c
//   └ d ─ e
const spans = [span('a', 0), span('b', 1), span('c', 2), span('d', 1), span('e', 2)];
const hop: Hop = {
  clientSpanId: 'b',
  serverSpanId: 'c',
  fromService: 'gateway',
  toService: 'activities',
  requestGapMs: 0.8,
  responseGapMs: 0.4,
};

const ids = (collapsed: string[], hops: Hop[] = []): string[] =>
  toWaterfallRows(toOutline(spans, hops), new Set(collapsed)).map((row) =>
    row.kind === 'hop' ? `hop to ${row.hop.serverSpanId}` : row.entry.span.spanId,
  );

describe('toOutline', () => {
  it('finds parents, children and the end of each subtree', () => {
    const outline = toOutline(spans, []);
    expect(outline.map(({ parent }) => parent)).toEqual([undefined, 0, 1, 0, 3]);
    expect(outline.map(({ childCount }) => childCount)).toEqual([2, 1, 0, 1, 0]);
    expect(outline.map(({ end }) => end)).toEqual([5, 3, 3, 5, 5]);
  });

  it('takes several roots', () => {
    expect(toOutline([span('a', 0), span('b', 0)], []).map(({ parent }) => parent)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('gives the way from a span to its root', () => {
    expect(ancestorsOf(toOutline(spans, []), 'e')).toEqual(['d', 'a']);
  });
});

describe('toWaterfallRows', () => {
  it('shows every span when nothing is collapsed', () => {
    expect(ids([])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('hides what is under a collapsed span, the span itself stays', () => {
    expect(ids(['b'])).toEqual(['a', 'b', 'd', 'e']);
    expect(ids(['a', 'd'])).toEqual(['a']);
  });

  it('puts the crossing before the SERVER span, and hides it with it', () => {
    expect(ids([], [hop])).toEqual(['a', 'b', 'hop to c', 'c', 'd', 'e']);
    expect(ids(['b'], [hop])).toEqual(['a', 'b', 'd', 'e']);
  });

  it('shows a span exactly when none above it is collapsed, in any tree', () => {
    // A depth may go up by one at most from span to span: that is what depth-first order means.
    const depths = fc.array(fc.nat({ max: 5 })).map((wishes) => {
      let depth = -1;
      return wishes.map((wish) => (depth = Math.min(wish, depth + 1)));
    });
    fc.assert(
      fc.property(depths, fc.array(fc.nat({ max: 40 })), (depths, closed) => {
        const outline = toOutline(
          depths.map((depth, index) => span(`s${index}`, depth)),
          [],
        );
        const collapsed = new Set(closed.map((index) => `s${index}`));
        const visible = toWaterfallRows(outline, collapsed).map(({ entry }) => entry.span.spanId);
        const expected = outline
          .map(({ span }) => span.spanId)
          .filter((spanId) => ancestorsOf(outline, spanId).every((ancestor) => !collapsed.has(ancestor)));
        expect(visible).toEqual(expected);
      }),
    );
  });
});
