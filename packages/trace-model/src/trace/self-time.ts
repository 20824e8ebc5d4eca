import { toEndTime, type TraceNode } from './trace-tree.ts';

/** Nanoseconds in which the span ran and none of its children did. */
export function toSelfTimeNano(node: TraceNode): bigint {
  const end = toEndTime(node.span);
  let covered = node.span.startTimeUnixNano;
  let self = 0n;
  // Children are in order of start, so one pass over them finds every gap.
  for (const child of node.children) {
    if (covered >= end) return self;
    const childStart = child.span.startTimeUnixNano < end ? child.span.startTimeUnixNano : end;
    if (childStart > covered) self += childStart - covered;
    const childEnd = toEndTime(child.span);
    if (childEnd > covered) covered = childEnd;
  }
  return covered < end ? self + end - covered : self;
}
