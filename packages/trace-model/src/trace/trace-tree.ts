import type { Span } from '../span.ts';
import { toServiceName } from './service-name.ts';

export interface TraceNode {
  readonly span: Span;
  readonly service: string;
  /** 0 for a root. */
  readonly depth: number;
  readonly parent: TraceNode | undefined;
  /** The span names a parent that is not among the spans of the trace. Such a node is a root. */
  readonly parentMissing: boolean;
  /** By start time. */
  readonly children: readonly TraceNode[];
}

/** The spans of one trace as a forest: more than one root when parents are missing or the trace has several. */
export interface TraceTree {
  readonly roots: readonly TraceNode[];
  /** Every span exactly once, depth-first, children by start time: the order of a waterfall. */
  readonly nodes: readonly TraceNode[];
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
}

interface MutableNode extends TraceNode {
  depth: number;
  parent: MutableNode | undefined;
  parentMissing: boolean;
  readonly children: MutableNode[];
}

/**
 * Builds the tree of one trace. The answer does not depend on the order of `spans`. Odd input keeps every span: of spans with
 * one id the first by time gets the children, a cycle is cut at its first span by time, and clock skew is left as it is.
 */
export function buildTraceTree(spans: readonly Span[]): TraceTree {
  const ordered = spans.map(createNode).toSorted(compareNodes);
  const nodeById = new Map<string, MutableNode>();
  for (const node of ordered) {
    if (!nodeById.has(node.span.spanId)) nodeById.set(node.span.spanId, node);
  }
  for (const node of ordered) {
    const { parentSpanId } = node.span;
    if (parentSpanId === undefined) continue;
    node.parent = nodeById.get(parentSpanId);
    node.parentMissing = node.parent === undefined;
  }
  cutCycles(ordered);
  for (const node of ordered) node.parent?.children.push(node);
  const roots = ordered.filter((node) => node.parent === undefined);

  return {
    roots,
    nodes: walkDepthFirst(roots),
    startTimeUnixNano: ordered[0]?.span.startTimeUnixNano ?? 0n,
    endTimeUnixNano: ordered.reduce((latest, { span }) => {
      const end = toEndTime(span);
      return end > latest ? end : latest;
    }, 0n),
  };
}

/** The root that stands for the trace: the first without a parent, else the first whose parent is missing. */
export function findMainRoot(tree: TraceTree): TraceNode | undefined {
  return tree.roots.find((root) => root.span.parentSpanId === undefined) ?? tree.roots[0];
}

/** The end of a span, never before its start: an unfinished or broken end time counts as no duration. */
export function toEndTime(span: Span): bigint {
  return span.endTimeUnixNano > span.startTimeUnixNano ? span.endTimeUnixNano : span.startTimeUnixNano;
}

function createNode(span: Span): MutableNode {
  return {
    span,
    service: toServiceName(span),
    depth: 0,
    parent: undefined,
    parentMissing: false,
    children: [],
  };
}

/** By start; of spans that start together the longest first, so that a parent comes before what it encloses. */
function compareNodes(a: MutableNode, b: MutableNode): number {
  return (
    compare(a.span.startTimeUnixNano, b.span.startTimeUnixNano) ||
    compare(toEndTime(b.span), toEndTime(a.span)) ||
    compare(a.span.spanId, b.span.spanId) ||
    compare(a.service, b.service) ||
    compare(a.span.kind, b.span.kind) ||
    compare(a.span.name, b.span.name) ||
    compare(a.span.parentSpanId ?? '', b.span.parentSpanId ?? '')
  );
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function cutCycles(nodes: readonly MutableNode[]): void {
  const settled = new Set<MutableNode>();
  for (const start of nodes) {
    const path = new Set<MutableNode>();
    let node: MutableNode | undefined = start;
    while (node !== undefined && !settled.has(node) && !path.has(node)) {
      path.add(node);
      node = node.parent;
    }
    // Back on the path itself: what follows the node it came back to is the cycle.
    if (node !== undefined && path.has(node)) {
      const cycle = [...path].slice([...path].indexOf(node));
      const [first] = cycle.toSorted(compareNodes);
      if (first !== undefined) first.parent = undefined;
    }
    for (const visited of path) settled.add(visited);
  }
}

/** With a stack of its own: a trace may be deeper than the call stack. */
function walkDepthFirst(roots: readonly MutableNode[]): readonly TraceNode[] {
  const nodes: TraceNode[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    for (const child of node.children.toReversed()) {
      child.depth = node.depth + 1;
      stack.push(child);
    }
  }
  return nodes;
}
