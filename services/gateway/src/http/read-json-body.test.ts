import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerJson, startScriptedUpstream, type ScriptedUpstream } from '../testing/scripted-upstream.ts';
import { sendRaw } from '../testing/send-raw.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.script(answerJson({}));
  gateway = await startGateway(upstream.url, { config: { requestTimeoutMs: 30_000 } });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const json = { 'content-type': 'application/json' };

test.each([
  ['no content type', {}, Buffer.from('{}'), 415, 'unsupported_media_type'],
  [
    'a form',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'message=x',
    415,
    'unsupported_media_type',
  ],
  ['text', { 'content-type': 'text/plain' }, '{}', 415, 'unsupported_media_type'],
  ['a look-alike', { 'content-type': 'application/jsonp' }, '{}', 415, 'unsupported_media_type'],
  ['a compressed body', { ...json, 'content-encoding': 'gzip' }, '{}', 415, 'unsupported_media_type'],
  ['an empty body', json, '', 400, 'invalid_json'],
  ['half of JSON', json, '{"message":', 400, 'invalid_json'],
  ['text that is not UTF-8', json, Buffer.from([0x7b, 0xff, 0x7d]), 400, 'invalid_json'],
  ['an array', json, '[]', 400, 'invalid_body'],
  ['null', json, 'null', 400, 'invalid_body'],
  ['a string', json, '"{}"', 400, 'invalid_body'],
  ['one byte too many', json, `{"message":"${'x'.repeat(65_536 - 13)}"}`, 413, 'body_too_large'],
] as const)('%s is refused and goes nowhere', async (_name, headers, body, status, code) => {
  const before = upstream.requests.length;
  const response = await fetch(`${gateway.url}/api/activities`, { method: 'POST', headers, body });
  expect([response.status, await response.json()]).toMatchObject([
    status,
    { code, traceId: expect.any(String) },
  ]);
  expect(upstream.requests).toHaveLength(before);
});

test('a body of exactly the limit passes', async () => {
  const body = `{"message":"${'x'.repeat(65_536 - 14)}"}`;
  const arrived = upstream.nextRequest();
  const response = await fetch(`${gateway.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'Application/JSON; charset=utf-8' },
    body,
  });
  expect(response.status).toBe(200);
  expect((await arrived).body).toBe(body);
});

test('a megabyte without a length is cut off at the limit', async () => {
  const before = upstream.requests.length;
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
  const answer = await sendRaw(
    gateway.port,
    'POST /api/activities HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n',
    ...Array<string>(64).fill(chunk),
    '0\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('"code":"body_too_large"');
  expect(upstream.requests).toHaveLength(before);
});

test('a megabyte without any header but the host is refused too', async () => {
  const answer = await sendRaw(
    gateway.port,
    'POST /api/activities HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n',
    `100000\r\n${'x'.repeat(0x100000)}\r\n0\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 415 /);
});

test('a body that never ends is given up in time', async () => {
  const impatient = await startGateway(upstream.url, { config: { requestTimeoutMs: 100 } });
  const answer = await sendRaw(
    impatient.port,
    'POST /api/activities HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{"mess',
  );
  expect(answer).toMatch(/^HTTP\/1.1 504 /);
  expect(answer).toContain('"code":"request_timeout"');
  await impatient.close();
});
