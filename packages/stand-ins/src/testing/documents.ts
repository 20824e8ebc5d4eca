import type { SegmentDocument } from '@cruddur/trace-model';

export const segment: SegmentDocument = {
  name: 'gateway',
  id: 'b7ad6b7169203331',
  trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
  start_time: 1_790_000_000.000001,
  end_time: 1_790_000_000.25,
};

export const subsegment: SegmentDocument = {
  ...segment,
  name: 'activities',
  id: '00f067aa0ba902b7',
  type: 'subsegment',
  parent_id: segment.id,
  namespace: 'remote',
};
