import type { XRayEntry } from '../../src/api/types.ts';
import type { WaterfallSpan } from '../trace/waterfall-span.ts';

/** What stands for the service of a subsegment whose segment has not arrived. */
export const NO_SEGMENT = 'no segment';

/** A document as a row of the waterfall. Only a fault is a failure of what it describes; an error may be the caller's. */
export interface XRayRow extends WaterfallSpan {
  readonly entry: XRayEntry;
}

export function toXRayRow(entry: XRayEntry): XRayRow {
  const { document } = entry;
  const flags = (['fault', 'error', 'throttle'] as const).filter((flag) => document[flag] === true);
  return {
    entry,
    spanId: entry.id,
    parentMissing: entry.parentMissing,
    name: entry.name,
    kind: describeKind(entry),
    service: entry.service ?? NO_SEGMENT,
    depth: entry.depth,
    startOffsetMs: entry.startOffsetMs,
    durationMs: entry.durationMs,
    onCriticalPath: false,
    status: document.fault === true ? 'error' : 'unset',
    events: [],
    flags,
    isSegment: entry.kind === 'segment',
    inProgress: entry.inProgress,
  };
}

/** X-Ray's words: a segment, a `remote` or `aws` subsegment, or local work, which has none; then its request. */
function describeKind({ kind, document: { namespace, http } }: XRayEntry): string {
  const { method, url } = http?.request ?? {};
  const path = url !== undefined && URL.canParse(url) ? new URL(url).pathname : url;
  const request = [method, path].filter(Boolean).join(' ');
  const words = [kind === 'segment' ? kind : namespace, request, http?.response?.status];
  return words.filter(Boolean).join(' · ') || 'internal';
}
