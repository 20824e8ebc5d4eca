import { SpanKind } from '@opentelemetry/api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  answerJson,
  answerText,
  hang,
  startScriptedUpstream,
  type ScriptedUpstream,
} from '../testing/scripted-upstream.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  // The circuit breaker has its own tests; here it would carry failures from one test into the next.
  const breaker = { sampleSize: 1000, minimumSamples: 1000, halfOpenAfterMs: 1 };
  gateway = await startGateway(upstream.url, {
    upstream: { breaker },
    config: { requestTimeoutMs: 30_000 },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.script(answerJson([]));
});
afterEach(() => {
  gateway.reset();
});

const uuid = '68f126b0-1ceb-4a33-88be-d90fa7109eee';
const json = { 'content-type': 'application/json' };

describe('every endpoint reaches its counterpart upstream', () => {
  test.each([
    ['GET', '/api/activities/home', '/api/activities/home'],
    ['GET', '/api/activities/notifications', '/api/activities/notifications'],
    [
      'GET',
      '/api/activities/search?term=50%25%20%26%20%F0%9F%96%96',
      '/api/activities/search?term=50%25+%26+%F0%9F%96%96',
    ],
    ['GET', '/api/activities/@worf', '/api/activities/@worf'],
    ['GET', '/api/activities/%40worf', '/api/activities/@worf'],
    ['GET', `/api/activities/${uuid}`, `/api/activities/${uuid}`],
    ['POST', '/api/activities', '/api/activities'],
    ['POST', `/api/activities/${uuid}/reply`, `/api/activities/${uuid}/reply`],
    ['GET', '/api/message_groups', '/api/message_groups'],
    ['GET', '/api/messages/@worf?user_reciever_handle=x', '/api/messages/@worf'],
    ['POST', '/api/messages', '/api/messages'],
  ])('%s %s', async (method, path, upstreamPath) => {
    const body = '{"message": "Cloud is fun!"}';
    const text = ' [ {"uuid":1} ] ';
    upstream.script(answerText(text, 200, json));
    const arrived = upstream.nextRequest();
    const response = await fetch(gateway.url + path, {
      method,
      ...(method === 'POST' && { body, headers: json }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(text);
    expect(await arrived).toMatchObject({ method, url: upstreamPath, body: method === 'POST' ? body : '' });
  });
});

test('HEAD answers as GET does, without a body', async () => {
  const response = await fetch(`${gateway.url}/api/activities/home`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test('422 passes through as the bare array of codes', async () => {
  upstream.script(answerJson(['ttl_blank', 'message_blank'], 422));
  const response = await fetch(`${gateway.url}/api/activities`, {
    method: 'POST',
    body: '{}',
    headers: json,
  });
  expect(response.status).toBe(422);
  expect(await response.json()).toEqual(['ttl_blank', 'message_blank']);
});

test('404 of the upstream passes through with its body', async () => {
  const body = { code: 'activity_not_found', message: 'gone', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' };
  upstream.script(answerJson(body, 404));
  const response = await fetch(`${gateway.url}/api/activities/${uuid}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual(body);
});

describe('a failing upstream is a clear error that shows nothing of its inside', () => {
  test.each([
    ['500 with a stack', answerText('<pre>Error: secret at db.ts:1</pre>', 500), 502, 'upstream_error', 1],
    ['503', answerText('secret', 503), 502, 'upstream_error', 3],
    ['HTML', answerText('<p>secret</p>'), 502, 'upstream_error', 1],
    ['broken JSON', answerText('{"secret":', 200, json), 502, 'upstream_error', 1],
  ] as const)('%s', async (_name, behaviour, status, code, attempts) => {
    upstream.script(behaviour);
    const response = await fetch(`${gateway.url}/api/activities/home`);
    expect(response.status).toBe(status);
    const body = await response.text();
    expect(body).not.toContain('secret');
    const serverSpan = (await gateway.spansWhen(attempts + 1)).find(({ kind }) => kind === SpanKind.SERVER);
    expect(JSON.parse(body)).toEqual({
      code,
      message: expect.any(String),
      traceId: response.headers.get('server-timing')?.slice(21, 53),
    });
    expect(serverSpan?.attributes).toMatchObject({ 'http.response.status_code': status });
  });

  test('silence is 504', async () => {
    upstream.script(hang());
    const impatient = await startGateway(upstream.url, { config: { requestTimeoutMs: 100 } });
    const response = await fetch(`${impatient.url}/api/activities/home`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: 'upstream_timeout' });
    await impatient.close();
  });

  test('a refused connection is 503 with Retry-After', async () => {
    const lonely = await startGateway('http://127.0.0.1:1');
    const response = await fetch(`${lonely.url}/api/activities/home`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'upstream_unavailable' });
    await lonely.close();
  });
});

test('when the client goes away, so does the upstream call', async () => {
  const patient = await startGateway(upstream.url);
  upstream.script(hang());
  const client = new AbortController();
  const arrived = upstream.nextRequest();
  const request = fetch(`${patient.url}/api/activities/home`, { signal: client.signal });
  const { cut } = await arrived;
  client.abort();
  await expect(request).rejects.toThrow('This operation was aborted');
  await cut;
  await patient.close();
});

describe('what is wrong with path or query is told without asking the upstream', () => {
  test.each([
    ['/api/activities/@', ['blank_user_handle']],
    ['/api/activities/@%20', ['blank_user_handle']],
    ["/api/activities/@o'brien", ['user_handle_invalid']],
    ['/api/activities/@%22%3B--', ['user_handle_invalid']],
    ['/api/activities/@%25', ['user_handle_invalid']],
    ['/api/activities/@%zz', ['user_handle_invalid']],
    ['/api/activities/@%00', ['user_handle_invalid']],
    ['/api/activities/@%F0%9F%96%96', ['user_handle_invalid']],
    ['/api/activities/@..%2F..%2Fadmin', ['user_handle_invalid']],
    ['/api/activities/@worf%0d%0ax-evil:1', ['user_handle_invalid']],
    [`/api/activities/@${'a'.repeat(10_000)}`, ['user_handle_invalid']],
    [`/api/messages/@${'"'.repeat(3000)}`, ['user_handle_invalid']],
    ['/api/activities/not-a-uuid', ['activity_uuid_invalid']],
    ['/api/activities/%252e%252e', ['activity_uuid_invalid']],
    ['/api/activities/search', ['search_term_blank']],
    ['/api/activities/search?term=%20', ['search_term_blank']],
    ['/api/activities/search?term=%00', ['search_term_invalid']],
    [`/api/activities/search?term=${'x'.repeat(10_000)}`, ['search_term_exceed_max_chars']],
  ])('%s', async (path, codes) => {
    const before = upstream.requests.length;
    const response = await fetch(gateway.url + path);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual(codes);
    expect(upstream.requests).toHaveLength(before);
  });
});

test.each(["50% 'off'", '"; DROP TABLE activities; --', '🖖', '%', '\\', '%_'])(
  'the search term %j travels unharmed',
  async (term) => {
    const arrived = upstream.nextRequest();
    await fetch(`${gateway.url}/api/activities/search?${new URLSearchParams({ term })}`);
    const { url } = await arrived;
    expect(new URL(url, 'http://x').searchParams.get('term')).toBe(term);
  },
);

test('unknown routes are 404, wrong methods 405 with Allow, both in JSON', async () => {
  const unknown = await fetch(`${gateway.url}/api/nothing`);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({
    code: 'not_found',
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });

  for (const [method, path, allow] of [
    ['DELETE', '/api/activities/home', 'GET, HEAD'],
    ['GET', '/api/activities', 'POST'],
    ['PUT', `/api/activities/${uuid}`, 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ] as const) {
    const response = await fetch(gateway.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  }
});

test('one request is one trace: SERVER, CLIENT, and the same ids on the wire', async () => {
  const response = await fetch(`${gateway.url}/api/activities/@worf`, {
    headers: {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'vendor=value',
      'x-amzn-trace-id': 'Root=1-58406520-a006649127e371903a2de979',
    },
  });
  await response.text();
  const [client, server] = await gateway.spansWhen(2);
  expect(client?.attributes).toMatchObject({
    'url.template': '/api/activities/@{handle}',
    'http.response.status_code': 200,
  });
  expect(server?.attributes).toMatchObject({ 'user.id': 'andrewbrown', 'http.response.status_code': 200 });
  const received = upstream.requests.at(-1)?.headers;
  expect(received?.['traceparent']).toBe(
    `00-4bf92f3577b34da6a3ce929d0e0e4736-${client?.spanContext().spanId}-01`,
  );
  expect(received?.['x-amzn-trace-id']).toContain('Root=1-4bf92f35-77b34da6a3ce929d0e0e4736');
});

test('a retry is a CLIENT span of its own with its number', async () => {
  upstream.script(answerText('', 503), answerJson([]));
  await fetch(`${gateway.url}/api/activities/home`);
  const spans = await gateway.spansWhen(3);
  expect(
    spans.map(({ attributes }) => [
      attributes['http.response.status_code'],
      attributes['http.request.resend_count'],
    ]),
  ).toEqual([
    [503, undefined],
    [200, 1],
    [200, undefined],
  ]);
});

test('/rollbar/test answers as the original did and leaves a warning', async () => {
  const response = await fetch(`${gateway.url}/rollbar/test`);
  expect(await response.text()).toBe('Hello World!');
  expect(gateway.logs()).toMatchObject([{ level: 'warn', body: 'Hello World!' }]);
});
