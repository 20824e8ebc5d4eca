import {
  expectTrace,
  expectTraceSoon,
  httpClient,
  httpServer,
  type SpanContract,
} from '@cruddur/trace-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from './stack/start-process.ts';
import { serviceFolder, startStack, type Stack } from './stack/start-stack.ts';
import { toSpans, traceIdOf, traceOf, type TraceDetail } from './stack/trace-of.ts';

const homeUuids = [
  '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  '66e12864-8c26-4c3a-9658-95a10f8fea67',
  '248959df-3079-4947-b847-9e0892d1bab4',
];

const request = { method: 'GET', status: 200 };
const query: SpanContract = {
  service: 'activities',
  kind: 'client',
  name: { matching: '^SELECT' },
  count: 2,
};
const domain: SpanContract = {
  service: 'activities',
  name: 'home-activities-mock-data',
  attributes: { 'app.result_length': 3, 'app.now': { matching: '^\\d{4}-\\d\\d-\\d\\dT' } },
  children: [query],
};
/** From the gateway down to the SQL; it also says when the trace is complete. */
const homeTrace: SpanContract = {
  ...httpServer({ ...request, route: '/api/activities/home' }),
  service: 'gateway',
  children: [
    {
      ...httpClient({ ...request, template: '/api/activities/home' }),
      service: 'gateway',
      children: [
        {
          ...httpServer({ ...request, route: '/api/activities/home', children: [domain] }),
          service: 'activities',
        },
      ],
    },
  ],
};

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
    await expectTraceSoon(
      async () => {
        trace = await traceOf(stack, traceId, () => true);
        return toSpans(trace);
      },
      { timeoutMs: 10_000 },
    ).toSatisfy(homeTrace);
  }, 30_000);

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

  it("is one trace through two services, down to the SQL, with the seeds' attributes", () => {
    expect(trace.services.map(({ name }) => name)).toEqual(['gateway', 'activities']);
    expectTrace(toSpans(trace)).toSatisfy(homeTrace);
    expect(trace.errorCount).toBe(0);
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
