import { toServiceName, type Attributes, type SegmentDocument, type Span } from '@cruddur/trace-model';
import type { ErrorOccurrence } from '../api/error-types.ts';
import type { LogLine } from '../api/log-types.ts';
import { measureDocument } from './document-size.ts';
import { toAttributesByteCount, toSpanByteCount } from './span-size.ts';
import { addContents, noContents, type TraceContents } from './trace-contents.ts';

/**
 * One trace as it arrived: the spans by OTLP, the segment documents by X-Ray's daemon protocol, the log lines by CloudWatch's,
 * the errors by Rollbar's. None is made from another.
 */
export interface StoredTrace {
  readonly traceId: string;
  readonly spans: Iterable<Span>;
  readonly documents: Iterable<SegmentDocument>;
  readonly lines: Iterable<LogLine>;
  readonly errors: Iterable<ErrorOccurrence>;
  readonly spanCount: number;
  readonly documentCount: number;
  readonly lineCount: number;
  readonly errorCount: number;
  /** Grows with every change. */
  readonly revision: number;
}

export class MutableTrace implements StoredTrace {
  readonly traceId: string;
  readonly #spans = new Map<string, Span>();
  readonly #documents = new Map<string, SegmentDocument>();
  readonly #lines = new Map<string, LogLine>();
  readonly #errors = new Map<string, ErrorOccurrence>();
  readonly #resources = new Set<Attributes>();
  contents: TraceContents = noContents;
  revision = 0;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get spans(): Iterable<Span> {
    return this.#spans.values();
  }

  get documents(): Iterable<SegmentDocument> {
    return this.#documents.values();
  }

  get lines(): Iterable<LogLine> {
    return this.#lines.values();
  }

  get errors(): Iterable<ErrorOccurrence> {
    return this.#errors.values();
  }

  get spanCount(): number {
    return this.#spans.size;
  }

  get documentCount(): number {
    return this.#documents.size;
  }

  get lineCount(): number {
    return this.#lines.size;
  }

  get errorCount(): number {
    return this.#errors.size;
  }

  measureSpan(span: Span): TraceContents {
    const former = this.#spans.get(toSpanKey(span));
    const resourceBytes = this.#resources.has(span.resource) ? 0 : toAttributesByteCount(span.resource);
    const formerBytes = former === undefined ? 0 : toSpanByteCount(former);
    return {
      ...noContents,
      spans: former === undefined ? 1 : 0,
      bytes: toSpanByteCount(span) + resourceBytes - formerBytes,
    };
  }

  putSpan(span: Span, growth: TraceContents): void {
    this.#spans.set(toSpanKey(span), span);
    this.#resources.add(span.resource);
    this.#grow(growth);
  }

  /** Undefined where the document adds nothing: it is the begin of one whose end is already known. */
  measureDocument(document: SegmentDocument): TraceContents | undefined {
    const former = this.#documents.get(document.id);
    const bytes = measureDocument(document).bytes;
    if (former === undefined) return { ...noContents, documents: 1, bytes };
    if (document.in_progress === true && former.in_progress !== true) return undefined;
    return { ...noContents, bytes: bytes - measureDocument(former).bytes };
  }

  putDocument(document: SegmentDocument, growth: TraceContents): void {
    this.#documents.set(document.id, document);
    this.#grow(growth);
  }

  /** Undefined where the line is here already: a sender that got no answer sends again. */
  measureLine(line: LogLine): TraceContents | undefined {
    if (this.#lines.has(line.id)) return undefined;
    return { ...noContents, lines: 1, bytes: measureDocument(line).bytes };
  }

  putLine(line: LogLine, growth: TraceContents): void {
    this.#lines.set(line.id, line);
    this.#grow(growth);
  }

  /** Undefined where the error is here already. */
  measureError(error: ErrorOccurrence): TraceContents | undefined {
    if (this.#errors.has(error.uuid)) return undefined;
    return { ...noContents, errors: 1, bytes: measureDocument(error).bytes };
  }

  putError(error: ErrorOccurrence, growth: TraceContents): void {
    this.#errors.set(error.uuid, error);
    this.#grow(growth);
  }

  #grow(growth: TraceContents): void {
    this.contents = addContents(this.contents, growth);
    this.revision += 1;
  }
}

/** Systems that share one id between the client's and the server's span differ in service or kind. */
function toSpanKey(span: Span): string {
  return `${span.spanId} ${span.kind} ${toServiceName(span)}`;
}
