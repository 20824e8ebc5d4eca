import { parseOtlpTraceJson, toServiceName, type SegmentDocument, type Span } from '@cruddur/trace-model';
import { homeTraceJson } from './home-trace.ts';

/** The request of `homeTraceJson` as X-Ray gets it: a document a span, with its id, parent and times. */
export function createHomeDocuments(): readonly SegmentDocument[] {
  const result = parseOtlpTraceJson(homeTraceJson);
  if (!result.ok) throw new Error(result.problem.message);
  return result.spans.map(toDocument);
}

function toDocument(span: Span): SegmentDocument {
  const isSegment = span.kind === 'server';
  return {
    name: isSegment ? toServiceName(span) : span.name,
    id: span.spanId,
    trace_id: `1-${span.traceId.slice(0, 8)}-${span.traceId.slice(8)}`,
    start_time: Number(span.startTimeUnixNano / 1_000n) / 1e6,
    end_time: Number(span.endTimeUnixNano / 1_000n) / 1e6,
    ...(span.parentSpanId === undefined ? {} : { parent_id: span.parentSpanId }),
    ...(isSegment ? {} : { type: 'subsegment' }),
  };
}
