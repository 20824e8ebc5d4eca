import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from './stack/start-process.ts';
import { serviceFolder, startStack, type Stack } from './stack/start-stack.ts';
import { traceIdOf, traceOf, type SpanDetail, type TraceDetail } from './stack/trace-of.ts';

const homeUuids = [
  '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  '66e12864-8c26-4c3a-9658-95a10f8fea67',
  '248959df-3079-4947-b847-9e0892d1bab4',
];

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);
afterAll(() => stack?.stop());

describe('one request through the gateway', () => {
  let response: Response;
  let traceId: string;
  let trace: TraceDetail;

  beforeAll(async () => {
    response = await fetch(`${stack.gateway.url}/api/activities/home`);
    traceId = traceIdOf(response);
    trace = await traceOf(
      stack,
      traceId,
      ({ spans, services }) => services.length === 2 && spans.length >= 5,
    );
  });

  it("answers with the seeds' three rows", async () => {
    expect(response.status).toBe(200);
    const rows: { uuid: string }[] = await response.clone().json();
    expect(rows.map(({ uuid }) => uuid).toSorted()).toEqual(homeUuids.toSorted());
  });

  it('says the same trace id in Server-Timing and in X-Ray form', () => {
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    const root = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};`;
    expect(response.headers.get('x-amzn-trace-id')).toContain(root);
    expect(trace.xrayTraceId).toBe(root.slice('Root='.length, -1));
  });

  it('is one trace through two services, down to the SQL', () => {
    expect(trace.services.map(({ name }) => name)).toEqual(['gateway', 'activities']);
    const chain = chainTo(trace, ({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(chain.map(({ service, kind, name }) => `${service} ${kind} ${name}`)).toEqual([
      'gateway server GET /api/activities/home',
      'gateway client GET /api/activities/home',
      'activities server GET /api/activities/home',
      'activities internal home-activities-mock-data',
      expect.stringMatching(/^activities client SELECT/),
    ]);
    expect(trace.spans.every(({ parentMissing }) => !parentMissing)).toBe(true);
    expect(trace.errorCount).toBe(0);
  });

  it("carries the seeds' attributes on the domain span", () => {
    const span = trace.spans.find(({ name }) => name === 'home-activities-mock-data');
    expect(span?.attributes['app.result_length']).toBe(3);
    expect(Number.isNaN(Date.parse(String(span?.attributes['app.now'])))).toBe(false);
  });

  it('shows the network gap between the two services', () => {
    expect(trace.hops).toHaveLength(1);
    expect(trace.hops[0]).toMatchObject({ fromService: 'gateway', toService: 'activities' });
  });

  it('prints as a waterfall in the terminal', async () => {
    const printed = startProcess({
      command: 'npm',
      arguments: ['run', '--silent', 'trace', '--', traceId],
      folder: serviceFolder('console'),
      environment: { PORT: new URL(stack.console.url).port, NO_COLOR: '1' },
    });
    expect({ code: await printed.exit, output: printed.output() }).toMatchObject({ code: 0 });
    expect(printed.output()).toContain(traceId);
    expect(printed.output()).toContain('home-activities-mock-data');
    expect(printed.output()).toMatch(/2 services/);
  });
});

it('is listed by the console within two seconds of the answer', async () => {
  const response = await fetch(`${stack.gateway.url}/api/activities/notifications`);
  const answeredMs = performance.now();
  await traceOf(stack, traceIdOf(response), ({ services }) => services.length === 2);
  expect(performance.now() - answeredMs).toBeLessThan(2000);
});

/** The spans from the root down to the first one that `isEnd` accepts. */
function chainTo(trace: TraceDetail, isEnd: (span: SpanDetail) => boolean): readonly SpanDetail[] {
  const byId = new Map(trace.spans.map((span) => [span.spanId, span]));
  const chain: SpanDetail[] = [];
  for (let span = trace.spans.find(isEnd); span !== undefined;) {
    chain.unshift(span);
    span = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
  }
  return chain;
}
