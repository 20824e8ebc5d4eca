import { toEndTime, type TraceNode } from './trace-tree.ts';

/** A stretch of time in which `node` itself, and none of its children, held up the end of the root. */
export interface CriticalPathSegment {
  readonly node: TraceNode;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
}

/**
 * What the duration of `root` consisted of: from its end backwards, each time the child that finished last before the point
 * reached. Children are cut to their parent, so that the segments cover the root's time exactly once, in order.
 * Of spans that ran beside a longer sibling nothing is on the path.
 */
export function findCriticalPath(root: TraceNode): readonly CriticalPathSegment[] {
  const segments: CriticalPathSegment[] = [];
  const stack = [toInterval(root)];
  for (let interval = stack.pop(); interval !== undefined; interval = stack.pop()) {
    const { node, start, end } = interval;
    let reached = end;
    for (const child of childrenLastFirst(interval)) {
      if (child.end > reached) continue;
      addSegment(segments, node, child.end, reached);
      stack.push(child);
      reached = child.start;
    }
    addSegment(segments, node, start, reached);
  }
  return segments.toSorted((a, b) => compareTimes(a.startTimeUnixNano, b.startTimeUnixNano));
}

interface Interval {
  readonly node: TraceNode;
  readonly start: bigint;
  readonly end: bigint;
}

function toInterval(node: TraceNode): Interval {
  return { node, start: node.span.startTimeUnixNano, end: toEndTime(node.span) };
}

function childrenLastFirst({ node, start, end }: Interval): readonly Interval[] {
  return node.children
    .map(toInterval)
    .map((child) => ({
      node: child.node,
      start: child.start > start ? child.start : start,
      end: child.end < end ? child.end : end,
    }))
    .filter((child) => child.start < child.end)
    .toSorted((a, b) => compareTimes(b.end, a.end) || compareTimes(a.start, b.start));
}

function addSegment(segments: CriticalPathSegment[], node: TraceNode, start: bigint, end: bigint): void {
  if (start < end) segments.push({ node, startTimeUnixNano: start, endTimeUnixNano: end });
}

function compareTimes(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
