import type { Span } from '../span.ts';
import { toXRayTraceId } from '../trace/trace-id.ts';
import { collectDocuments, type PlacedDocument } from './collect-documents.ts';
import { isExpectedName } from './expected-name.ts';
import { describeOutcome, toExpectedOutcome } from './expected-outcome.ts';
import type { SegmentDocument } from './segment-document.ts';

export type DisagreementSubject =
  | 'presence'
  | 'trace-id'
  | 'parent'
  | 'start-time'
  | 'end-time'
  | 'outcome'
  | 'name';

/** One thing that the two views of a span do not have in common, in words for a person. */
export interface Disagreement {
  readonly about: DisagreementSubject;
  readonly spanId: string;
  /** The span's name, or the document's where there is no span. */
  readonly name: string;
  /** What the OTLP span says; absent when there is no such span. */
  readonly otlp?: string;
  /** What the X-Ray document says; absent when there is no such document. */
  readonly xray?: string;
}

/** X-Ray's times are doubles of seconds: microseconds survive, nanoseconds do not. */
const toleranceNano = 1_000n;

/**
 * Compares the spans of one trace with its X-Ray documents: what is missing on either side, ids, parents, times beyond a
 * microsecond, fault/error/throttle against HTTP and span status, names. Gives nothing when both tell the same trace.
 *
 * A CLIENT or PRODUCER span that is the first of its process is two documents: a subsegment with the span's id, and around
 * it a segment of the service with an id of its own, which takes the span's place towards the parent.
 */
export function compareWithSpans(
  spans: readonly Span[],
  documents: readonly SegmentDocument[],
): readonly Disagreement[] {
  const spanById = new Map(spans.map((span) => [span.spanId, span]));
  const documentById = collectDocuments(documents);
  const wrapped = findWrappers(spanById, documentById);
  const disagreements: Disagreement[] = [];
  for (const span of spanById.values()) {
    const document = documentById.get(span.spanId);
    if (document === undefined) {
      disagreements.push({ about: 'presence', spanId: span.spanId, name: span.name, otlp: 'present' });
      continue;
    }
    disagreements.push(...compare(span, document, wrapped.get(span.spanId)));
  }
  const wrapperIds = new Set([...wrapped.values()].map(({ document }) => document.id));
  for (const [id, { document }] of documentById) {
    if (spanById.has(id) || wrapperIds.has(id)) continue;
    disagreements.push({ about: 'presence', spanId: id, name: document.name, xray: 'present' });
  }
  return disagreements;
}

/** By span id, the segment that stands around a span which starts a process with a call. */
function findWrappers(
  spanById: ReadonlyMap<string, Span>,
  documentById: ReadonlyMap<string, PlacedDocument>,
): ReadonlyMap<string, PlacedDocument> {
  const wrapperBySpanId = new Map<string, PlacedDocument>();
  for (const { spanId, parentSpanId, kind } of spanById.values()) {
    if (kind !== 'client' && kind !== 'producer' && kind !== 'consumer') continue;
    const parentId = documentById.get(spanId)?.parentId;
    // The span's own parent stands around nothing, though its span may be missing.
    if (parentId === undefined || parentId === parentSpanId || spanById.has(parentId)) continue;
    const parent = documentById.get(parentId);
    if (parent !== undefined && parent.document.type === undefined) wrapperBySpanId.set(spanId, parent);
  }
  return wrapperBySpanId;
}

function compare(
  span: Span,
  placed: PlacedDocument,
  wrapper: PlacedDocument | undefined,
): readonly Disagreement[] {
  const { document, traceId } = placed;
  const found: Disagreement[] = [];
  const differ = (about: DisagreementSubject, otlp: string, xray: string): void => {
    found.push({ about, spanId: span.spanId, name: span.name, otlp, xray });
  };

  const expectedTraceId = toXRayTraceId(span.traceId);
  for (const id of new Set([traceId, wrapper?.traceId ?? traceId])) {
    if (id !== expectedTraceId) differ('trace-id', expectedTraceId, id);
  }
  const parentId = (wrapper ?? placed).parentId;
  if (parentId !== span.parentSpanId) differ('parent', span.parentSpanId ?? 'none', parentId ?? 'none');

  for (const [about, nano, pick] of [
    ['start-time', span.startTimeUnixNano, ({ start_time }: PlacedDocument['document']) => start_time],
    ['end-time', span.endTimeUnixNano, ({ end_time }: PlacedDocument['document']) => end_time],
  ] as const) {
    for (const seconds of new Set([pick(document), pick((wrapper ?? placed).document)])) {
      if (isSameTime(nano, seconds)) continue;
      differ(about, toSecondsText(nano), seconds === undefined ? 'in progress' : String(seconds));
    }
  }

  const outcome = describeOutcome(toExpectedOutcome(span));
  for (const shown of new Set([describeOutcome(document), describeOutcome((wrapper ?? placed).document)])) {
    if (shown !== outcome) differ('outcome', outcome, shown);
  }
  for (const shown of new Set([document, (wrapper ?? placed).document])) {
    if (!isExpectedName(span, shown)) differ('name', span.name, shown.name);
  }
  return found;
}

function isSameTime(nano: bigint, seconds: number | undefined): boolean {
  if (seconds === undefined) return false;
  const difference = BigInt(Math.round(seconds * 1e6)) * 1_000n - nano;
  return difference <= toleranceNano && difference >= -toleranceNano;
}

function toSecondsText(nano: bigint): string {
  return `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, '0')}`;
}
