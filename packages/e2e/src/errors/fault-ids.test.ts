import { compareWithSpans, toXRayTraceId } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { traceIdOf } from '../stack/trace-of.ts';
import { startWatchedServices, type LogEvent, type WatchedServices } from './start-watched-services.ts';

let services: WatchedServices;
beforeAll(async () => {
  services = await startWatchedServices();
}, 60_000);
afterAll(() => services?.[Symbol.asyncDispose]());

const isError = (event: LogEvent): boolean => event['level'] === 'error';

describe.each([
  ['thrown', 500, 'gateway', 'GET /api/faults/:fault', 1],
  ['rejected', 500, 'gateway', 'GET /api/faults/:fault', 1],
  ['missing-return', 500, 'gateway', 'GET /api/faults/:fault', 1],
  ['downstream-500', 502, 'activities', 'GET /api/faults/downstream', 4],
] as const)('one fault, %s', (fault, status, failing, failedSpan, minSpans) => {
  let response: Response;
  let traceId: string;
  beforeAll(async () => {
    response = await fetch(`${services.gateway.url}/api/faults/${fault}`, {
      headers: { 'x-user-handle': 'worf' },
    });
    traceId = traceIdOf(response);
  });

  it('is answered with its trace id', async () => {
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ traceId });
  });

  it('has the same 32 digits in OTLP, X-Ray, both logs and Rollbar', async () => {
    const { spans, documents } = await services.viewsOf(traceId, minSpans);
    expect(compareWithSpans(spans, documents)).toEqual([]);
    const span = spans.find(
      ({ name, kind, resource }) =>
        name === failedSpan && kind === 'server' && resource['service.name'] === failing,
    );
    expect(span?.status).toBe('error');

    const { event, item } = await eventually('the error in CloudWatch and in Rollbar', async () => {
      const found = services.events().find((each) => each['traceId'] === traceId && isError(each));
      const reported = services.rollbar.items.find(({ custom }) => custom['trace_id'] === traceId);
      return found && reported && { event: found, item: reported };
    });
    const line = services.lines(failing).find((each) => each['traceId'] === traceId && isError(each));
    const ids = { traceId, spanId: span?.spanId, xray_trace_id: toXRayTraceId(traceId), service: failing };
    expect(event).toMatchObject(ids);
    expect(line).toMatchObject(ids);
    expect(item.custom).toMatchObject({ trace_id: traceId, xray_trace_id: toXRayTraceId(traceId) });

    const uuid = { 'rollbar.occurrence.uuid': item.uuid };
    expect(event).toMatchObject(uuid);
    expect(line).toMatchObject(uuid);
    expect(span?.attributes).toMatchObject(uuid);
    expect(JSON.stringify(documents)).toContain(item.uuid);
    expect(item).toMatchObject({ environment: 'test', level: 'error', data: { person: { id: 'worf' } } });
  });

  it('is reported once, and its request is one event that failed', async () => {
    const request = await eventually('the event of the request', async () =>
      services
        .events()
        .find(
          (each) =>
            each['traceId'] === traceId &&
            each['event.name'] === 'cruddur.request' &&
            each['service'] === 'gateway',
        ),
    );
    expect(request).toMatchObject({
      'http.response.status_code': status,
      'http.route': '/api/faults/:fault',
    });
    expect(services.rollbar.items.filter(({ custom }) => custom['trace_id'] === traceId)).toHaveLength(1);
    expect(services.events().filter((each) => each['traceId'] === traceId && isError(each))).toHaveLength(1);
  });
});

it('the Rollbar test says where its message is found, and it is found there', async () => {
  const response = await fetch(`${services.gateway.url}/rollbar/test`, {
    headers: { accept: 'application/json' },
  });
  const answer: Record<string, unknown> = JSON.parse(await response.text());
  const traceId = traceIdOf(response);
  expect(answer).toMatchObject({ message: 'Hello World!', level: 'warning', traceId });
  expect(Object.keys(Object(answer['links'])).length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(answer['links'])).toContain(traceId);
  const item = await eventually('the message in Rollbar', async () =>
    services.rollbar.items.find(({ uuid }) => uuid === answer['uuid']),
  );
  expect(item).toMatchObject({ level: 'warning', kind: 'message', custom: { trace_id: traceId } });
  expect(response.headers.get('x-rollbar-occurrence-uuid')).toBe(item.uuid);
});
