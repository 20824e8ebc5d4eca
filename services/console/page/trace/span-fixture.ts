import type { SpanDetail } from '../../src/api/types.ts';

/** A span for tests of the waterfall: what the test does not name is plain. */
export function createSpanDetail(spanId: string, depth: number, more: Partial<SpanDetail> = {}): SpanDetail {
  return {
    spanId,
    parentMissing: false,
    name: spanId,
    kind: 'internal',
    service: 'gateway',
    scope: { name: '', version: '' },
    depth,
    startOffsetMs: 0,
    durationMs: 1,
    selfMs: 1,
    onCriticalPath: false,
    status: 'unset',
    statusMessage: '',
    attributes: {},
    resource: {},
    events: [],
    links: [],
    ...more,
  };
}
