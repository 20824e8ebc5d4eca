import { toServiceName, type Attributes, type SegmentDocument, type Span } from '@cruddur/trace-model';
import { measureDocument } from './document-size.ts';
import { toAttributesByteCount, toSpanByteCount } from './span-size.ts';

/** One trace as it arrived: the spans by OTLP, the segment documents by X-Ray's daemon protocol. Neither is made from the other. */
export interface StoredTrace {
  readonly traceId: string;
  readonly spans: Iterable<Span>;
  readonly spanCount: number;
  readonly documents: Iterable<SegmentDocument>;
  readonly documentCount: number;
  /** Grows with every change. */
  readonly revision: number;
}

/** What taking something in would add to a trace. */
export interface TraceGrowth {
  readonly spans: number;
  readonly documents: number;
  readonly bytes: number;
}

export class MutableTrace implements StoredTrace {
  readonly traceId: string;
  readonly #spans = new Map<string, Span>();
  readonly #documents = new Map<string, SegmentDocument>();
  readonly #resources = new Set<Attributes>();
  byteCount = 0;
  revision = 0;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get spans(): Iterable<Span> {
    return this.#spans.values();
  }

  get spanCount(): number {
    return this.#spans.size;
  }

  get documents(): Iterable<SegmentDocument> {
    return this.#documents.values();
  }

  get documentCount(): number {
    return this.#documents.size;
  }

  measureSpan(span: Span): TraceGrowth {
    const former = this.#spans.get(toSpanKey(span));
    const resourceBytes = this.#resources.has(span.resource) ? 0 : toAttributesByteCount(span.resource);
    const formerBytes = former === undefined ? 0 : toSpanByteCount(former);
    return {
      spans: former === undefined ? 1 : 0,
      documents: 0,
      bytes: toSpanByteCount(span) + resourceBytes - formerBytes,
    };
  }

  putSpan(span: Span, growth: TraceGrowth): void {
    this.#spans.set(toSpanKey(span), span);
    this.#resources.add(span.resource);
    this.#grow(growth);
  }

  /** Undefined where the document adds nothing: it is the begin of one whose end is already known. */
  measureDocument(document: SegmentDocument): TraceGrowth | undefined {
    const former = this.#documents.get(document.id);
    if (former === undefined) return { spans: 0, documents: 1, bytes: measureDocument(document).bytes };
    if (document.in_progress === true && former.in_progress !== true) return undefined;
    return {
      spans: 0,
      documents: 0,
      bytes: measureDocument(document).bytes - measureDocument(former).bytes,
    };
  }

  putDocument(document: SegmentDocument, growth: TraceGrowth): void {
    this.#documents.set(document.id, document);
    this.#grow(growth);
  }

  #grow({ bytes }: TraceGrowth): void {
    this.byteCount += bytes;
    this.revision += 1;
  }
}

/** Systems that share one id between the client's and the server's span differ in service or kind. */
function toSpanKey(span: Span): string {
  return `${span.spanId} ${span.kind} ${toServiceName(span)}`;
}
