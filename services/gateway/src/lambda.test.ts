import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answerJson, startScriptedUpstream, type ScriptedUpstream } from './testing/scripted-upstream.ts';

let activities: ScriptedUpstream;
let receiver: ScriptedUpstream;

beforeAll(async () => {
  activities = await startScriptedUpstream();
  receiver = await startScriptedUpstream();
  vi.stubEnv('ACTIVITIES_URL', activities.url);
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await activities.close();
  await receiver.close();
});

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What a function URL hands over: API Gateway's payload format 2.0. */
const createEvent = (path: string) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: {
    host: 'abc.lambda-url.eu-central-1.on.aws',
    'x-amzn-trace-id': `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
    'x-forwarded-proto': 'https',
  },
  body: null,
  isBase64Encoded: false,
  requestContext: {
    accountId: 'anonymous',
    apiId: 'abc',
    authentication: null,
    authorizer: {},
    domainName: 'abc.lambda-url.eu-central-1.on.aws',
    domainPrefix: 'abc',
    http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'test' },
    requestId: '0',
    routeKey: '$default',
    stage: '$default',
    time: '21/Nov/2026:00:00:00 +0000',
    timeEpoch: 0,
  },
});

/** What has arrived, as text: protobuf leaves names readable. */
const arrived = (): string => receiver.requests.map(({ body }) => body).join('');

test('the answer of the function comes after its trace, which continues that of the load balancer', async () => {
  const { handler } = await import('./lambda.ts');
  const held = Promise.withResolvers<void>();
  receiver.script((request, response) => void held.promise.then(() => answerJson({})(request, response)));
  const firstSpans = receiver.nextRequest();
  let answered = false;
  const answer = handler(createEvent('/api/activities/home')).then((result) => {
    answered = true;
    return result;
  });
  await firstSpans;
  expect(activities.requests).toHaveLength(1);
  expect(answered).toBe(false);
  held.resolve();
  const result = await answer;
  expect(result).toMatchObject({ statusCode: 200, body: '[]' });
  expect(result.headers?.['x-amzn-trace-id']).toContain(traceId.slice(8));
  expect(arrived()).toContain('GET /api/activities/home');
  expect(activities.requests[0]?.headers['traceparent']).toContain(traceId);
});

test('a receiver that never answers holds an answer up for no more than the limit', async () => {
  const { handler } = await import('./lambda.ts');
  receiver.script(() => undefined);
  const startedMs = performance.now();
  const result = await handler(createEvent('/api/activities/home'));
  expect(result.statusCode).toBe(200);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
