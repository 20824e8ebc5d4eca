import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../testing/scripted-upstream.ts';
import { sendRaw } from '../testing/send-raw.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  gateway = await startGateway(upstream.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

test.each([
  ['nothing', {}, 'andrewbrown'],
  ['the header', { 'x-user-handle': 'worf' }, 'worf'],
  ['the cookie', { cookie: 'theme=dark; cruddur_user_handle=garek' }, 'garek'],
  ['both: the header wins', { 'x-user-handle': 'worf', cookie: 'cruddur_user_handle=garek' }, 'worf'],
])('the caller is told by %s', async (_name, headers, handle) => {
  gateway.reset();
  const response = await fetch(`${gateway.url}/api/activities/home`, { headers });
  expect(response.status).toBe(200);
  expect(upstream.requests.at(-1)?.headers['x-user-handle']).toBe(handle);
  const spans = await gateway.spansWhen(2);
  expect(spans.map(({ attributes }) => attributes['user.id'])).toEqual([undefined, handle]);
});

test.each([
  ['quotes', `o'brien"`],
  ['per cent', '%'],
  ['blank', ''],
  ['10 kB', 'a'.repeat(10_000)],
  ['an emoji in UTF-8', Buffer.from('🖖').toString('latin1')],
  ['two values', 'worf, garek'],
  ['a path', '../admin'],
])('a handle with %s is refused and goes nowhere', async (_name, handle) => {
  gateway.reset();
  const before = upstream.requests.length;
  const response = await fetch(`${gateway.url}/api/activities/home`, {
    headers: { 'x-user-handle': handle },
  });
  expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_user_handle' }]);
  expect(upstream.requests).toHaveLength(before);
  const [span] = await gateway.spansWhen(1);
  expect(span?.attributes).not.toHaveProperty('user.id');
});

test.each(['%0d%0ax-evil: 1', '%00', '%F0%9F%96%96', '"><script>'])(
  'a cookie of %j is refused and goes nowhere',
  async (value) => {
    const before = upstream.requests.length;
    const headers = { cookie: `cruddur_user_handle=${value}` };
    const response = await fetch(`${gateway.url}/api/activities/home`, { headers });
    expect(response.status).toBe(400);
    expect(upstream.requests).toHaveLength(before);
  },
);

test('headers of the client stay with the gateway', async () => {
  const arrived = upstream.nextRequest();
  await sendRaw(
    gateway.port,
    [
      'GET /api/activities/home HTTP/1.1',
      'host: x',
      'connection: close, x-user-handle, x-internal',
      'x-internal: 1',
      'te: trailers',
      'keep-alive: timeout=99',
      'proxy-authorization: Basic c2VjcmV0',
      'authorization: Bearer secret',
      'x-forwarded-for: 6.6.6.6',
      'upgrade-insecure-requests: 1',
      'x-user-handle: worf',
      '\r\n',
    ].join('\r\n'),
  );
  const { headers } = await arrived;
  expect(Object.keys(headers).toSorted()).toEqual(
    [
      'accept',
      'accept-encoding',
      'accept-language',
      'connection',
      'host',
      'sec-fetch-mode',
      'traceparent',
      'user-agent',
      'x-amzn-trace-id',
      'x-user-handle',
    ].toSorted(),
  );
  expect(headers.host).toBe(new URL(upstream.url).host);
});

test.each(['x-user-handle: worf\0', 'x-user-handle: wo\rrf'])('%j is refused by the parser', async (line) => {
  const before = upstream.requests.length;
  const answer = await sendRaw(
    gateway.port,
    `GET /api/activities/home HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${line}\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(upstream.requests).toHaveLength(before);
});
