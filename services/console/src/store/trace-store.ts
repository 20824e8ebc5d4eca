import { parseTraceId, type SegmentDocument, type Span } from '@cruddur/trace-model';
import type { ErrorOccurrence } from '../api/error-types.ts';
import type { LogLine } from '../api/log-types.ts';
import type { Refusal } from '../api/sink-types.ts';
import type { StoreStatistics, XRayRejection } from '../api/types.ts';
import { ErrorGroups } from './error-groups.ts';
import { LooseLines } from './loose-lines.ts';
import { Refusals } from './refusals.ts';
import { RejectedDocuments } from './rejected-documents.ts';
import { MutableTrace, type StoredTrace } from './stored-trace.ts';
import {
  addContents,
  isNoGrowth,
  isWithin,
  noContents,
  subtractContents,
  type TraceContents,
} from './trace-contents.ts';

export interface TraceStoreLimits {
  /** Of spans, and as many X-Ray documents, log lines and errors beside them. */
  readonly maxSpans: number;
  /** Estimated memory of all that traces hold. What is kept outside of traces has `looseShare` and `groupShare` of it beside. */
  readonly maxBytes: number;
}

export interface AddResult {
  /** Spans of traces that are as large as one trace may be. */
  readonly rejectedSpans: number;
}

export interface AddLinesResult {
  /** Lines of traces that are as large as one trace may be. */
  readonly rejectedLines: number;
}

/** How much of the store one trace may fill, so that an endless one leaves room for others. */
const traceShare = 1 / 4;
const looseShare = 1 / 16;
const groupShare = 1 / 8;
const maxLooseLines = 1_000;
const maxErrorGroups = 200;
const maxOccurrencesPerGroup = 20;

type Outcome = 'taken' | 'known' | 'full';

/**
 * The spans, X-Ray documents, log lines and errors of the latest traces, in memory, within `limits`: the traces that began to
 * arrive first make room. A span that comes twice (same id, service and kind) replaces itself, and so does a document of one
 * id; a line or an error that comes twice is counted. What is late joins its trace.
 */
export class TraceStore {
  readonly #limits: TraceStoreLimits;
  readonly #traces = new Map<string, MutableTrace>();
  readonly #listeners = new Set<(traceIds: Iterable<string>) => void>();
  readonly #rejectedDocuments = new RejectedDocuments();
  readonly #refusals = new Refusals();
  readonly #looseLines: LooseLines;
  readonly #errorGroups: ErrorGroups;
  #held = noContents;
  #evicted = noContents;
  /** Of traces that were full; documents are told of one by one. */
  #rejected = noContents;
  /** Lines and errors that came again. */
  #repeated = noContents;
  #unstructuredLines = 0;

  constructor(limits: TraceStoreLimits) {
    this.#limits = limits;
    const { maxBytes } = limits;
    this.#looseLines = new LooseLines({ maxLines: maxLooseLines, maxBytes: maxBytes * looseShare });
    this.#errorGroups = new ErrorGroups({
      maxGroups: maxErrorGroups,
      maxOccurrencesPerGroup,
      maxBytes: maxBytes * groupShare,
    });
  }

  add(spans: readonly Span[]): AddResult {
    const changed = new Set<string>();
    let rejectedSpans = 0;
    for (const span of spans) {
      const outcome = this.#take(
        span.traceId,
        (trace) => trace.measureSpan(span),
        (trace, growth) => trace.putSpan(span, growth),
      );
      if (outcome === 'taken') changed.add(span.traceId);
      else rejectedSpans += 1;
    }
    this.#rejected = addContents(this.#rejected, { ...noContents, spans: rejectedSpans });
    if (changed.size > 0 || rejectedSpans > 0) this.#tell(changed);
    return { rejectedSpans };
  }

  /** Takes in an X-Ray document; false where its trace is as large as one trace may be, or its trace id is none. */
  addDocument(document: SegmentDocument): boolean {
    const parsed = parseTraceId(document.trace_id);
    if (!parsed.ok) return false;
    const outcome = this.#take(
      parsed.traceId,
      (trace) => trace.measureDocument(document),
      (trace, growth) => trace.putDocument(document, growth),
    );
    if (outcome === 'taken') this.#tell([parsed.traceId]);
    return outcome !== 'full';
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

  addLines(lines: readonly LogLine[]): AddLinesResult {
    const changed = new Set<string>();
    let rejectedLines = 0;
    for (const line of lines) {
      if (!line.isStructured) this.#unstructuredLines += 1;
      const outcome = this.#addLine(line);
      if (outcome === 'full') rejectedLines += 1;
      else if (outcome === 'known') this.#repeated = addContents(this.#repeated, { ...noContents, lines: 1 });
      else if (line.traceId !== undefined) changed.add(line.traceId);
    }
    this.#rejected = addContents(this.#rejected, { ...noContents, lines: rejectedLines });
    if (lines.length > 0) this.#tell(changed);
    return { rejectedLines };
  }

  /** Notes lines that CloudWatch would have rejected one by one. */
  rejectLines(count: number, refusal: Refusal): void {
    this.#rejected = addContents(this.#rejected, { ...noContents, lines: count });
    this.refuse(refusal);
  }

  /** The latest lines that name no trace, newest first. */
  get looseLines(): readonly LogLine[] {
    return this.#looseLines.latest();
  }

  addError(error: ErrorOccurrence): void {
    if (!this.#errorGroups.add(error)) {
      this.noteDuplicateErrors(1);
      return;
    }
    const { traceId } = error;
    if (traceId === undefined) {
      this.#tell([]);
      return;
    }
    const outcome = this.#take(
      traceId,
      (trace) => trace.measureError(error),
      (trace, growth) => trace.putError(error, growth),
    );
    if (outcome === 'full') this.#rejected = addContents(this.#rejected, { ...noContents, errors: 1 });
    this.#tell([traceId]);
  }

  /** Notes errors that were here already. */
  noteDuplicateErrors(count: number): void {
    this.#repeated = addContents(this.#repeated, { ...noContents, errors: count });
    this.#tell([]);
  }

  /** Notes what a vendor would have refused too. */
  refuse(refusal: Refusal): void {
    this.#refusals.add(refusal);
    this.#tell([]);
  }

  /** The latest of what was refused, newest first. */
  get refusals(): readonly Refusal[] {
    return this.#refusals.latest();
  }

  get errorGroups(): Pick<ErrorGroups, 'list' | 'get'> {
    return this.#errorGroups;
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
      spanCount: this.#held.spans,
      documentCount: this.#held.documents,
      byteCount: this.#held.bytes,
      ...this.#limits,
      evictedSpans: this.#evicted.spans,
      evictedDocuments: this.#evicted.documents,
      rejectedSpans: this.#rejected.spans,
      rejectedDocuments: this.#rejectedDocuments.count,
      refusalCount: this.#refusals.count,
      logs: {
        lineCount: this.#held.lines,
        looseLineCount: this.#looseLines.count,
        evictedLines: this.#evicted.lines + this.#looseLines.evictedCount,
        rejectedLines: this.#rejected.lines,
        duplicateLines: this.#repeated.lines,
        unstructuredLines: this.#unstructuredLines,
      },
      errors: {
        groupCount: this.#errorGroups.groupCount,
        occurrenceCount: this.#errorGroups.occurrenceCount,
        duplicateErrors: this.#repeated.errors,
        evictedGroups: this.#errorGroups.evictedCount,
        evictedErrors: this.#evicted.errors + this.#rejected.errors,
      },
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

  #addLine(line: LogLine): Outcome {
    if (line.traceId === undefined) return this.#looseLines.add(line) ? 'taken' : 'known';
    return this.#take(
      line.traceId,
      (trace) => trace.measureLine(line),
      (trace, growth) => trace.putLine(line, growth),
    );
  }

  /** Puts something into its trace, where that has room for the growth that `measure` finds; undefined: nothing would change. */
  #take(
    traceId: string,
    measure: (trace: MutableTrace) => TraceContents | undefined,
    put: (trace: MutableTrace, growth: TraceContents) => void,
  ): Outcome {
    const trace = this.#traces.get(traceId) ?? new MutableTrace(traceId);
    const growth = measure(trace);
    if (growth === undefined) return 'known';
    if (!this.#hasRoom(trace, growth)) return 'full';
    put(trace, growth);
    this.#keep(trace, growth);
    return 'taken';
  }

  #hasRoom(trace: MutableTrace, growth: TraceContents): boolean {
    if (isNoGrowth(growth)) return true;
    const grown = addContents(trace.contents, growth);
    return isWithin(grown, this.maxSpansPerTrace, this.#limits.maxBytes * traceShare);
  }

  #keep(trace: MutableTrace, growth: TraceContents): void {
    this.#traces.set(trace.traceId, trace);
    this.#held = addContents(this.#held, growth);
    for (const oldest of this.#traces.values()) {
      if (isWithin(this.#held, this.#limits.maxSpans, this.#limits.maxBytes)) return;
      if (oldest !== trace) this.#evict(oldest);
    }
  }

  #evict(trace: MutableTrace): void {
    this.#traces.delete(trace.traceId);
    this.#held = subtractContents(this.#held, trace.contents);
    this.#evicted = addContents(this.#evicted, trace.contents);
  }
}
