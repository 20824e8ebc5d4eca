import type { Span } from '../span.ts';

/** A span with unremarkable values; `fields` says what matters to the test. Times in milliseconds. */
export function createSpan(
  fields: Partial<Span> & { readonly startMs?: number; readonly endMs?: number; readonly service?: string },
): Span {
  const { startMs = 0, endMs = startMs, service = 'gateway', ...rest } = fields;
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceState: '',
    flags: 1,
    name: 'span',
    kind: 'internal',
    startTimeUnixNano: BigInt(Math.round(startMs * 1e6)),
    endTimeUnixNano: BigInt(Math.round(endMs * 1e6)),
    attributes: {},
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: 'unset',
    statusMessage: '',
    resource: { 'service.name': service },
    scope: { name: 'test', version: '' },
    ...rest,
  };
}

/** The request of the first minute: gateway SERVER, its CLIENT span, activities SERVER, a domain span and its query. */
export function createTwoServiceTrace(): readonly Span[] {
  return [
    createSpan({ spanId: '1', name: 'GET /api/activities/home', kind: 'server', startMs: 0, endMs: 20 }),
    createSpan({ spanId: '2', parentSpanId: '1', name: 'GET', kind: 'client', startMs: 2, endMs: 18 }),
    createSpan({
      spanId: '3',
      parentSpanId: '2',
      name: 'GET /api/activities/home',
      kind: 'server',
      startMs: 5,
      endMs: 16,
      service: 'activities',
    }),
    createSpan({
      spanId: '4',
      parentSpanId: '3',
      name: 'home-activities-mock-data',
      startMs: 6,
      endMs: 15,
      service: 'activities',
    }),
    createSpan({
      spanId: '5',
      parentSpanId: '4',
      name: 'SELECT activities',
      kind: 'client',
      startMs: 7,
      endMs: 12,
      service: 'activities',
    }),
  ];
}
