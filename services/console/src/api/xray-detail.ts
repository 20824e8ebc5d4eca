import type { Disagreement, SegmentBody, SegmentDocument } from '@cruddur/trace-model';
import type { XRayDetail, XRayEntry, XRayReceiverState, XRayRejection } from './types.ts';
import { toXRayExtent, toXRayTimes } from './xray-time.ts';
import { toXRayNodes, type XRayNode } from './xray-tree.ts';

const maxDisagreements = 100;

export interface XRayDetailOptions {
  readonly disagreements: readonly Disagreement[];
  readonly rejected: readonly XRayRejection[];
  readonly receiver: XRayReceiverState;
  /** What the offsets count from: the trace's begin in epoch milliseconds. */
  readonly originMs: number;
  /** Where the trace ends as far as its spans say. */
  readonly endMs: number;
}

/** One trace as X-Ray would show it, beside what it does not agree with the spans about. */
export function toXRayDetail(
  documents: readonly SegmentDocument[],
  { disagreements, rejected, receiver, originMs, endMs }: XRayDetailOptions,
): XRayDetail {
  const nodes = toXRayNodes(documents);
  const traceEndMs = Math.max(endMs, toXRayTimes(nodes).endMs);
  return {
    documentCount: documents.length,
    documents: nodes.map((node) => toEntry(node, originMs, traceEndMs)),
    disagreementCount: disagreements.length,
    disagreements: disagreements.slice(0, maxDisagreements),
    rejected,
    receiver,
  };
}

function toEntry(node: XRayNode, originMs: number, traceEndMs: number): XRayEntry {
  const { document, parentId, segment } = node;
  return {
    id: document.id,
    ...(parentId === undefined ? {} : { parentId }),
    parentMissing: node.parentMissing,
    kind: node.isSegment ? 'segment' : 'subsegment',
    embedded: node.embedded,
    name: document.name,
    ...(segment === undefined ? {} : { service: segment.name }),
    depth: node.depth,
    ...toXRayExtent(node, originMs, traceEndMs),
    inProgress: document.in_progress === true,
    document: withoutSubsegments(document),
  };
}

/** They are entries of their own. */
function withoutSubsegments(document: XRayNode['document']): SegmentBody {
  if (document.subsegments === undefined) return document;
  const { subsegments: _, ...rest } = document;
  return rest;
}
