import type { SegmentBody, SegmentDocument } from './segment-document.ts';

/** A document, or a subsegment inside of one, with what it inherits. */
export interface PlacedDocument {
  readonly document: SegmentBody;
  /** In X-Ray's form. */
  readonly traceId: string;
  readonly parentId: string | undefined;
}

/** All segments and subsegments by id. Of documents with one id the complete one counts, and of those the latest. */
export function collectDocuments(documents: readonly SegmentDocument[]): ReadonlyMap<string, PlacedDocument> {
  const byId = new Map<string, PlacedDocument>();
  const pending: PlacedDocument[] = documents.map((document) => ({
    document,
    traceId: document.trace_id,
    parentId: document.parent_id,
  }));
  // A list that grows instead of recursion: documents may nest deeper than the call stack.
  for (const placed of pending) {
    const { document, traceId } = placed;
    const isFragment = document.in_progress === true;
    if (!isFragment || !byId.has(document.id)) byId.set(document.id, placed);
    for (const inner of document.subsegments ?? []) {
      pending.push({
        document: { type: 'subsegment', ...inner },
        traceId,
        parentId: document.id,
      });
    }
  }
  return byId;
}
