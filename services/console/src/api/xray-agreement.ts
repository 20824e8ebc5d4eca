import { compareWithSpans, type Disagreement, type SegmentDocument, type Span } from '@cruddur/trace-model';

/** Where the documents of a trace and its spans disagree; nothing while only one of the two has arrived. */
export function toDisagreements(
  documents: readonly SegmentDocument[],
  spans: readonly Span[],
): readonly Disagreement[] {
  return documents.length === 0 || spans.length === 0 ? [] : compareWithSpans(spans, documents);
}
