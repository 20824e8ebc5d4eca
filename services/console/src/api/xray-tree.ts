import type { SegmentBody, SegmentDocument } from '@cruddur/trace-model';

/** A segment or subsegment in its place: documents of their own and embedded ones are alike here. */
export interface XRayNode {
  readonly document: SegmentBody;
  /** Inside another document, which is then its parent. */
  readonly embedded: boolean;
  readonly parentId: string | undefined;
  readonly parentMissing: boolean;
  readonly isSegment: boolean;
  /** The segment that it belongs to: itself, or the nearest above. Undefined where none has arrived. */
  readonly segment: XRayNode['document'] | undefined;
  /** Steps below its segment. */
  readonly depth: number;
}

interface Loose {
  readonly document: SegmentBody;
  readonly embedded: boolean;
  readonly parentId: string | undefined;
}

/**
 * The documents of one trace as X-Ray lists them: each segment, earliest first, and under it its subsegments depth-first by
 * start time. Subsegments without a segment stand on their own, each in its place by time. Every document comes exactly once,
 * also where parents form a ring.
 */
export function toXRayNodes(documents: Iterable<SegmentDocument>): readonly XRayNode[] {
  const loose = [...documents].flatMap((document) => flatten(document)).toSorted(byStart);
  const ids = new Set(loose.map(({ document }) => document.id));
  const children = Map.groupBy(
    loose.filter((entry) => !isSegment(entry)),
    ({ parentId }) => parentId,
  );
  const isRoot = (entry: Loose): boolean =>
    isSegment(entry) || entry.parentId === undefined || !ids.has(entry.parentId);
  const nodes: XRayNode[] = [];
  const placed = new Set<Loose>();
  // Rings have no root: each begins wherever it is met first, after everything that has one.
  for (const root of [...loose.filter(isRoot), ...loose]) {
    const waiting: { entry: Loose; parent: XRayNode | undefined }[] = [{ entry: root, parent: undefined }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { entry } = next;
      if (placed.has(entry)) continue;
      placed.add(entry);
      const node = toNode(entry, next.parent, ids);
      nodes.push(node);
      const below = children.get(entry.document.id) ?? [];
      waiting.push(...below.toReversed().map((child) => ({ entry: child, parent: node })));
    }
  }
  return nodes;
}

function toNode(entry: Loose, parent: XRayNode | undefined, ids: ReadonlySet<string>): XRayNode {
  return {
    ...entry,
    parentMissing: entry.parentId !== undefined && !ids.has(entry.parentId),
    isSegment: isSegment(entry),
    segment: isSegment(entry) ? entry.document : parent?.segment,
    depth: parent === undefined ? 0 : parent.depth + 1,
  };
}

function isSegment({ document, embedded }: Loose): boolean {
  return !embedded && document.type !== 'subsegment';
}

function flatten(document: SegmentDocument): readonly Loose[] {
  const entries: Loose[] = [{ document, embedded: false, parentId: document.parent_id }];
  for (const { document: container } of entries) {
    for (const subsegment of container.subsegments ?? []) {
      entries.push({ document: subsegment, embedded: true, parentId: container.id });
    }
  }
  return entries;
}

function byStart(a: Loose, b: Loose): number {
  return a.document.start_time - b.document.start_time;
}
