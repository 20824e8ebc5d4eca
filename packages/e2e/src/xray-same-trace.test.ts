import { startXRayDaemon } from '@cruddur/stand-ins';
import { compareWithSpans, toW3cTraceId, toXRayTraceId } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './stack/eventually.ts';
import { traceIdOf } from './stack/trace-of.ts';
import { startXRayServices, type TraceViews, type XRayServices } from './xray/start-xray-services.ts';

let services: XRayServices;

beforeAll(async () => {
  services = await startXRayServices();
}, 60_000);
afterAll(() => services?.[Symbol.asyncDispose]());

/** Microseconds, rounded: what a double of seconds can hold. */
const toMicros = (nano: bigint): number => Number((nano + 500n) / 1000n);

interface SpanFacts {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly startMicros: number;
  readonly endMicros: number;
}

function factsOfSpans({ spans }: TraceViews): readonly SpanFacts[] {
  return sorted(
    spans.map((span) => ({
      id: span.spanId,
      parentId: span.parentSpanId,
      startMicros: toMicros(span.startTimeUnixNano),
      endMicros: toMicros(span.endTimeUnixNano),
    })),
  );
}

function factsOfDocuments({ documents }: TraceViews): readonly SpanFacts[] {
  return sorted(
    documents.map((document) => ({
      id: document.id,
      parentId: document.parent_id,
      startMicros: Math.round(document.start_time * 1e6),
      endMicros: Math.round((document.end_time ?? 0) * 1e6),
    })),
  );
}

function sorted(facts: readonly SpanFacts[]): readonly SpanFacts[] {
  return facts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function request(
  path: string,
  minSpans: number,
  init?: RequestInit,
): Promise<TraceViews & { readonly traceId: string }> {
  const response = await fetch(`${services.gateway.url}${path}`, init);
  await response.arrayBuffer();
  const traceId = traceIdOf(response);
  return { traceId, ...(await services.viewsOf(traceId, minSpans)) };
}

describe('one request through both services, in OTLP and in X-Ray', () => {
  let views: TraceViews & { readonly traceId: string };
  beforeAll(async () => {
    views = await request('/api/activities/home', 5);
  });

  it('has the same span ids, parents and times', () => {
    expect(factsOfDocuments(views)).toEqual(factsOfSpans(views));
    expect(views.spans.length).toBeGreaterThanOrEqual(5);
  });

  it('has one trace id in two forms', () => {
    expect(new Set(views.documents.map((document) => toW3cTraceId(document.trace_id)))).toEqual(
      new Set([views.traceId]),
    );
  });

  it('is the same in everything that the two have in common', () => {
    expect(compareWithSpans(views.spans, views.documents)).toEqual([]);
  });

  it('is one segment for each service, with the edge between them', () => {
    const segments = views.documents.filter(({ type }) => type === undefined);
    expect(segments.map(({ name }) => name).toSorted()).toEqual(['activities', 'gateway']);
    const call = views.documents.find(({ http }) => http?.request?.traced === true);
    expect(segments.find(({ name }) => name === 'activities')?.parent_id).toBe(call?.id);
    expect(call).toMatchObject({ type: 'subsegment', namespace: 'remote' });
  });

  it("carries the seeds' domain span and the query", () => {
    const domain = views.documents.find(({ name }) => name === 'home-activities-mock-data');
    expect(JSON.stringify(domain?.metadata)).toContain('"app.result_length":3');
    expect(views.documents.find(({ sql }) => sql !== undefined)?.sql?.['sanitized_query']).toMatch(/select/i);
  });
});

it.each<[string, number, RequestInit?]>([
  ['/api/activities/notifications', 3],
  ['/api/activities/@andrewbrown', 3],
  ['/api/activities/search?term=x', 3],
  ['/api/activities', 3, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }],
  ['/api/nowhere', 1],
])('%s tells the same trace in both', async (path, minSpans, init) => {
  const { spans, documents } = await request(path, minSpans, init);
  expect(compareWithSpans(spans, documents)).toEqual([]);
});

it("keeps a load balancer's trace id", async () => {
  const { traceId, documents } = await request('/api/activities/home', 5, {
    headers: { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' },
  });
  expect(traceId).toBe('67891233abcdef012345678912345678');
  const roots = documents.filter(({ parent_id }) => parent_id === undefined);
  expect(roots).toMatchObject([{ name: 'gateway', trace_id: '1-67891233-abcdef012345678912345678' }]);
});

it('never sends a document that X-Ray would refuse', () => {
  expect(services.xray.rejections).toEqual([]);
  expect(services.xray.counts.accepted).toBeGreaterThan(0);
});

it('answers as ever while the daemon is gone, and sends again when it is back', async () => {
  const { gateway, activities, xray } = services;
  await xray[Symbol.asyncDispose]();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${gateway.url}/api/activities/home`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { udpPort, tcpPort } = xray;
  await using back = await startXRayDaemon({ udpPort, tcpPort });
  const xrayTraceId = toXRayTraceId(traceIdOf(await fetch(`${gateway.url}/api/activities/home`)));
  await eventually('the segments of both services', async () => {
    const segments = back.documents.filter(
      ({ document }) => document.trace_id === xrayTraceId && document.type === undefined,
    );
    return new Set(segments.map(({ document }) => document.name)).size === 2 || undefined;
  });
  expect(await gateway.process.stop()).toBe(0);
  expect(await activities.process.stop()).toBe(0);
});
