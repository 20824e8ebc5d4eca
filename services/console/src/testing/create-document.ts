import type { SegmentDocument } from '@cruddur/trace-model';

/** A segment with unremarkable values; `fields` says what matters to the test. */
export function createDocument(fields: Partial<SegmentDocument> = {}): SegmentDocument {
  return {
    name: 'gateway',
    id: 'b7ad6b7169203331',
    trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
    start_time: 1_795_000_000,
    ...(fields.in_progress === true ? {} : { end_time: 1_795_000_001 }),
    ...fields,
  };
}
