import { parseTraceId, type SegmentDocument, type Span } from '@cruddur/trace-model';
import type { StoreStatistics, XRayRejection } from '../api/types.ts';
import { RejectedDocuments } from './rejected-documents.ts';
import { MutableTrace, type StoredTrace, type TraceGrowth } from './stored-trace.ts';

export interface TraceStoreLimits {
  /** Of spans, and as many X-Ray documents beside them. */
  readonly maxSpans: number;
  /** Estimated memory of spans and documents together. */
  readonly maxBytes: number;
}

export interface AddResult {
  /** Spans of traces that are as large as one trace may be. */
  readonly rejectedSpans: number;
}

/** How much of the store one trace may fill, so that an endless one leaves room for others. */
const traceShare = 1 / 4;

/**
 * The spans and the X-Ray documents of the latest traces, in memory, within `limits`: the traces that began to arrive
 * first make room. A span that comes twice (same id, service and kind) replaces itself, and so does a document of one id.
 * What is late joins its trace.
 */
export class TraceStore {
  readonly #limits: TraceStoreLimits;
  readonly #traces = new Map<string, MutableTrace>();
  readonly #listeners = new Set<(traceIds: Iterable<string>) => void>();
  readonly #rejectedDocuments = new RejectedDocuments();
  #spanCount = 0;
  #documentCount = 0;
  #byteCount = 0;
  #evictedSpans = 0;
  #evictedDocuments = 0;
  #rejectedSpans = 0;

  constructor(limits: TraceStoreLimits) {
    this.#limits = limits;
  }

  add(spans: readonly Span[]): AddResult {
    const changed = new Set<string>();
    let rejectedSpans = 0;
    for (const span of spans) {
      if (this.#addSpan(span)) changed.add(span.traceId);
      else rejectedSpans += 1;
    }
    this.#rejectedSpans += rejectedSpans;
    if (changed.size > 0 || rejectedSpans > 0) this.#tell(changed);
    return { rejectedSpans };
  }

  /** Takes in an X-Ray document; false where its trace is as large as one trace may be, or its trace id is none. */
  addDocument(document: SegmentDocument): boolean {
    const parsed = parseTraceId(document.trace_id);
    if (!parsed.ok) return false;
    const trace = this.#traces.get(parsed.traceId) ?? new MutableTrace(parsed.traceId);
    const growth = trace.measureDocument(document);
    if (growth === undefined) return true;
    if (!this.#hasRoom(trace, growth)) return false;
    trace.putDocument(document, growth);
    this.#keep(trace, growth);
    this.#tell([trace.traceId]);
    return true;
  }

  /** Notes an X-Ray document that was not taken in. */
  rejectDocument(rejected: XRayRejection): void {
    this.#rejectedDocuments.add(rejected);
    this.#tell(rejected.traceId === undefined ? [] : [rejected.traceId]);
  }

  /** The latest of the X-Ray documents that were not taken in, newest first; of one trace where it is named. */
  rejectedDocuments(traceId?: string): readonly XRayRejection[] {
    return this.#rejectedDocuments.latest(traceId);
  }

  get(traceId: string): StoredTrace | undefined {
    return this.#traces.get(traceId);
  }

  /** The traces that began to arrive last, newest first. */
  latest(limit: number): readonly StoredTrace[] {
    return [...this.#traces.values()].slice(-limit).toReversed();
  }

  get maxSpansPerTrace(): number {
    return Math.max(1, Math.floor(this.#limits.maxSpans * traceShare));
  }

  statistics(): StoreStatistics {
    return {
      traceCount: this.#traces.size,
      spanCount: this.#spanCount,
      documentCount: this.#documentCount,
      byteCount: this.#byteCount,
      ...this.#limits,
      evictedSpans: this.#evictedSpans,
      evictedDocuments: this.#evictedDocuments,
      rejectedSpans: this.#rejectedSpans,
      rejectedDocuments: this.#rejectedDocuments.count,
    };
  }

  /** Calls `listener` after every change with the ids of the traces that changed. Gives the way to stop. */
  subscribe(listener: (traceIds: Iterable<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(traceIds: Iterable<string>): void {
    for (const listener of this.#listeners) listener(traceIds);
  }

  #addSpan(span: Span): boolean {
    const trace = this.#traces.get(span.traceId) ?? new MutableTrace(span.traceId);
    const growth = trace.measureSpan(span);
    if (!this.#hasRoom(trace, growth)) return false;
    trace.putSpan(span, growth);
    this.#keep(trace, growth);
    return true;
  }

  #hasRoom(trace: MutableTrace, { spans, documents, bytes }: TraceGrowth): boolean {
    if (spans <= 0 && documents <= 0 && bytes <= 0) return true;
    return (
      trace.spanCount + spans <= this.maxSpansPerTrace &&
      trace.documentCount + documents <= this.maxSpansPerTrace &&
      trace.byteCount + bytes <= this.#limits.maxBytes * traceShare
    );
  }

  #keep(trace: MutableTrace, { spans, documents, bytes }: TraceGrowth): void {
    this.#traces.set(trace.traceId, trace);
    this.#spanCount += spans;
    this.#documentCount += documents;
    this.#byteCount += bytes;
    for (const oldest of this.#traces.values()) {
      if (this.#isWithinLimits()) return;
      if (oldest !== trace) this.#evict(oldest);
    }
  }

  #isWithinLimits(): boolean {
    const { maxSpans, maxBytes } = this.#limits;
    return this.#spanCount <= maxSpans && this.#documentCount <= maxSpans && this.#byteCount <= maxBytes;
  }

  #evict(trace: MutableTrace): void {
    this.#traces.delete(trace.traceId);
    this.#spanCount -= trace.spanCount;
    this.#documentCount -= trace.documentCount;
    this.#byteCount -= trace.byteCount;
    this.#evictedSpans += trace.spanCount;
    this.#evictedDocuments += trace.documentCount;
  }
}
