import type { FieldChange } from './diff-fields.ts';
import type { DesiredResource } from './resource.ts';

/** Whether CloudWatch would delete log events by the change: fewer days than before, or days where there was no end. */
export function shortensRetention({ kind }: DesiredResource, { field, from, to }: FieldChange): boolean {
  if (kind !== 'log group' || field !== 'retentionInDays' || typeof to !== 'number') return false;
  return typeof from !== 'number' || to < from;
}
