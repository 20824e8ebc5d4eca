import type { Hop } from '../../src/api/types.ts';
import type { WaterfallSpan } from './waterfall-span.ts';

export interface OutlineEntry<Shown extends WaterfallSpan = WaterfallSpan> {
  readonly span: Shown;
  readonly position: number;
  readonly parent: number | undefined;
  readonly childCount: number;
  /** Position after the last span beneath this one. */
  readonly end: number;
  /** The crossing that leads to this span, where it is the SERVER end of one. */
  readonly hop: Hop | undefined;
}

/** The spans in waterfall order, each with its place in the tree. */
export type Outline<Shown extends WaterfallSpan = WaterfallSpan> = readonly OutlineEntry<Shown>[];

/** Reads the tree off the depths: `spans` come depth-first. */
export function toOutline<Shown extends WaterfallSpan>(
  spans: readonly Shown[],
  hops: readonly Hop[],
): Outline<Shown> {
  const hopByServer = new Map(hops.map((hop) => [hop.serverSpanId, hop]));
  const parents: (number | undefined)[] = [];
  const childCounts = spans.map(() => 0);
  const ends = spans.map(() => spans.length);
  const path: number[] = [];
  for (const [index, { depth }] of spans.entries()) {
    while (path.length > 0 && (spans[path.at(-1) ?? 0]?.depth ?? 0) >= depth) ends[path.pop() ?? 0] = index;
    const parent = path.at(-1);
    parents.push(parent);
    if (parent !== undefined) childCounts[parent] = (childCounts[parent] ?? 0) + 1;
    path.push(index);
  }
  return spans.map((span, index) => ({
    span,
    position: index,
    parent: parents[index],
    childCount: childCounts[index] ?? 0,
    end: ends[index] ?? spans.length,
    hop: hopByServer.get(span.spanId),
  }));
}

export function findSpan<Shown extends WaterfallSpan>(
  outline: Outline<Shown>,
  spanId: string | undefined,
): OutlineEntry<Shown> | undefined {
  return spanId === undefined ? undefined : outline.find(({ span }) => span.spanId === spanId);
}

/** The span ids above a span, nearest first. */
export function ancestorsOf(outline: Outline, spanId: string): readonly string[] {
  const ancestors: string[] = [];
  let position = findSpan(outline, spanId)?.parent;
  while (position !== undefined) {
    const entry = outline[position];
    if (entry === undefined) break;
    ancestors.push(entry.span.spanId);
    position = entry.parent;
  }
  return ancestors;
}
