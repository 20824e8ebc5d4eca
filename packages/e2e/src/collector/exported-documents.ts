import type { XRayDaemon } from '@cruddur/stand-ins';
import { toXRayTraceId, type SegmentDocument } from '@cruddur/trace-model';

/** What AWS's exporter sent of a trace, also what the stand-in refused: its schema is stricter than the exporter. */
export function exportedDocuments(xray: XRayDaemon, traceId: string): readonly SegmentDocument[] {
  return xray.calls
    .filter(({ path }) => path === '/TraceSegments')
    .flatMap(({ body }) => {
      // safe: the shape of PutTraceSegments, whose documents are the exporter's
      const { TraceSegmentDocuments: texts } = body as { readonly TraceSegmentDocuments: readonly string[] };
      return texts.map((text): SegmentDocument => JSON.parse(text));
    })
    .filter(({ trace_id }) => trace_id === toXRayTraceId(traceId));
}
