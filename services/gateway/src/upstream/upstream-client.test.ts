import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TracedFetch } from '@cruddur/telemetry';
import {
  answerJson,
  answerText,
  cutBody,
  hang,
  reset,
  stallInBody,
  startScriptedUpstream,
  type ScriptedUpstream,
} from '../testing/scripted-upstream.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamClientOptions } from './upstream-client.ts';
import { ClientGoneError, type UpstreamRequest } from './upstream-exchange.ts';

let upstream: ScriptedUpstream;
const attempts: { template: string | undefined; resendCount: number | undefined }[] = [];

beforeEach(async () => {
  upstream = await startScriptedUpstream();
  attempts.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await upstream.close();
});

const recordingFetch: TracedFetch = (input, { urlTemplate, resendCount, ...init } = {}) => {
  attempts.push({ template: urlTemplate, resendCount });
  return fetch(input, init);
};

function createClient(overrides: Partial<UpstreamClientOptions> = {}): UpstreamClient {
  return createUpstreamClient({
    fetch: recordingFetch,
    baseUrl: upstream.url,
    attemptTimeoutMs: 30_000,
    maxResponseBytes: 1000,
    maxConcurrentCalls: 10,
    retry: { maxRetries: 2, baseDelayMs: 1, maxDelayMs: 2 },
    breaker: { sampleSize: 20, minimumSamples: 20, halfOpenAfterMs: 2000 },
    now: () => performance.now(),
    random: () => 0,
    ...overrides,
  });
}

const json = { 'content-type': 'application/json' };
const get: UpstreamRequest = { method: 'GET', path: '/feed?x=1', urlTemplate: '/feed', userHandle: 'worf' };
const post: UpstreamRequest = { ...get, method: 'POST', path: '/feed', body: '{"message":"Qapla’"}' };
const call = () => ({ timeoutMs: 30_000, clientSignal: new AbortController().signal });

test('a success passes through byte for byte, with the headers that may be passed on', async () => {
  const text = '[ {"uuid" : "1"} ]\n';
  upstream.script(
    answerText(text, 200, {
      'content-type': 'application/json; charset=utf-8',
      link: '</next>; rel="next"',
      location: '/hop',
      connection: 'keep-alive, Location, x-secret',
      'keep-alive': 'timeout=5',
      'proxy-authenticate': 'Basic',
      'x-secret': 'internal',
      'set-cookie': 'session=1',
    }),
  );
  expect(await createClient().send(get, call())).toEqual({
    kind: 'answer',
    status: 200,
    body: text,
    headers: { 'content-type': 'application/json; charset=utf-8', link: '</next>; rel="next"' },
  });
});

test('a request carries exactly what the client puts there', async () => {
  await createClient().send(post, call());
  const [received] = upstream.requests;
  expect(received).toMatchObject({ method: 'POST', url: '/feed', body: '{"message":"Qapla’"}' });
  expect(received?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'x-user-handle': 'worf',
  });
  expect(attempts).toEqual([{ template: '/feed', resendCount: undefined }]);
});

test('a 4xx passes through, whatever its type', async () => {
  upstream.script(answerJson(['message_blank'], 422), answerText('<h1>teapot</h1>', 418));
  const client = createClient();
  expect(await client.send(post, call())).toMatchObject({
    kind: 'answer',
    status: 422,
    body: '["message_blank"]',
  });
  expect(await client.send(post, call())).toMatchObject({
    kind: 'answer',
    status: 418,
    body: '<h1>teapot</h1>',
    headers: { 'content-type': 'text/html' },
  });
});

test.each([
  ['500 of HTML', answerText('<pre>Error: secret at db.ts:1</pre>', 500), 'server-error'],
  ['a redirect', answerText('', 302, { location: 'http://169.254.169.254/' }), 'invalid-response'],
  ['HTML with 200', answerText('<h1>hello</h1>'), 'invalid-response'],
  ['JSON cut in the middle', answerText('[{"uuid":', 200, json), 'invalid-response'],
  ['a body beyond the bound', answerJson('x'.repeat(1001)), 'invalid-response'],
  ['text that is not UTF-8', answerText(Buffer.from([0x22, 0xff, 0x22]), 200, json), 'invalid-response'],
] as const)('%s is no success, and is not tried again', async (_name, behaviour, reason) => {
  upstream.script(behaviour);
  const reply = await createClient().send(get, call());
  expect(reply).toMatchObject({ kind: 'failure', reason });
  expect(JSON.stringify(reply)).not.toContain('secret');
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  ['502', answerText('', 502)],
  ['503', answerText('', 503)],
  ['504', answerText('', 504)],
  ['a reset', reset()],
  ['a body that breaks off', cutBody()],
])('GET is sent again after %s, and the attempts are numbered', async (_name, behaviour) => {
  upstream.script(behaviour, behaviour, answerJson(['third time lucky']));
  const reply = await createClient().send(get, call());
  expect(reply).toMatchObject({ kind: 'answer', body: '["third time lucky"]' });
  expect(attempts.map(({ resendCount }) => resendCount)).toEqual([undefined, 1, 2]);
});

test('GET gives up after the last retry', async () => {
  upstream.script(answerText('', 503));
  expect(await createClient().send(get, call())).toMatchObject({ kind: 'failure', reason: 'unavailable' });
  expect(upstream.requests).toHaveLength(3);
});

test.each([
  ['503', answerText('', 503), 'unavailable'],
  ['a reset', reset(), 'connection'],
] as const)('POST is never sent again, not after %s', async (_name, behaviour, reason) => {
  upstream.script(behaviour, answerJson({}));
  expect(await createClient().send(post, call())).toMatchObject({ kind: 'failure', reason });
  expect(upstream.requests).toHaveLength(1);
});

test('a refused connection is a failure that names its cause', async () => {
  await upstream.close();
  const reply = await createClient().send(get, call());
  expect(reply).toMatchObject({
    kind: 'failure',
    reason: 'connection',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
  expect(attempts).toHaveLength(3);
});

test('a Retry-After beyond the deadline ends the call at once', async () => {
  upstream.script(answerText('', 503, { 'retry-after': '60' }), answerJson([]));
  const reply = await createClient().send(get, call());
  expect(reply).toMatchObject({ kind: 'failure', reason: 'unavailable', retryAfterMs: 60_000 });
  expect(upstream.requests).toHaveLength(1);
});

test.each([
  ['never answers', hang()],
  ['stalls in its body', stallInBody()],
])(
  'an upstream that %s is left after the time for one attempt, and its connection is cut',
  async (_name, behaviour) => {
    upstream.script(behaviour);
    const reply = await createClient({ attemptTimeoutMs: 300 }).send(get, call());
    expect(reply).toMatchObject({
      kind: 'failure',
      reason: 'timeout',
      detail: 'no complete answer within 300 ms',
    });
    await upstream.requests[0]?.cut;
    expect(upstream.requests).toHaveLength(1);
  },
);

test('the deadline spans all attempts', async () => {
  upstream.script(answerText('', 503), hang());
  const reply = await createClient().send(get, { ...call(), timeoutMs: 500 });
  expect(reply).toMatchObject({ kind: 'failure', reason: 'timeout' });
  expect(upstream.requests).toHaveLength(2);
});

test('when the client goes, the upstream call is cancelled', async () => {
  upstream.script(hang());
  const client = new AbortController();
  const arrived = upstream.nextRequest();
  const reply = createClient().send(get, { timeoutMs: 30_000, clientSignal: client.signal });
  const { cut } = await arrived;
  client.abort();
  await expect(reply).rejects.toThrow(ClientGoneError);
  await cut;
});

test('when the client goes during the wait for a retry, nothing more is sent', async () => {
  upstream.script(answerText('', 503));
  const client = new AbortController();
  const random = (): number => {
    client.abort();
    return 0.9;
  };
  const retry = { maxRetries: 2, baseDelayMs: 5000, maxDelayMs: 5000 };
  const reply = createClient({ random, retry }).send(get, { timeoutMs: 30_000, clientSignal: client.signal });
  await expect(reply).rejects.toThrow(ClientGoneError);
  expect(upstream.requests).toHaveLength(1);
});

test('one call more than the bound is turned away at once', async () => {
  upstream.script(hang());
  const clientGone = new AbortController();
  const client = createClient({ maxConcurrentCalls: 1 });
  const first = client.send(get, { timeoutMs: 30_000, clientSignal: clientGone.signal });
  expect(await client.send(get, call())).toMatchObject({ kind: 'failure', reason: 'too-many-calls' });
  clientGone.abort();
  await expect(first).rejects.toThrow(ClientGoneError);

  upstream.script(answerJson([]));
  expect(await client.send(get, call())).toMatchObject({ kind: 'answer' });
});

test('the circuit opens when most attempts fail, one probe closes it again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  const client = createClient({
    breaker: { sampleSize: 4, minimumSamples: 4, halfOpenAfterMs: 2000 },
    now: Date.now,
  });
  upstream.script(answerText('', 503));
  for (let count = 0; count < 4; count += 1)
    expect(await client.send(post, call())).toMatchObject({ reason: 'unavailable' });

  vi.setSystemTime(500);
  expect(await client.send(post, call())).toMatchObject({ reason: 'circuit-open', retryAfterMs: 1500 });
  expect(upstream.requests).toHaveLength(4);

  // Half open: a failed probe opens the circuit again, and only the probe was sent.
  vi.setSystemTime(2000);
  expect(await client.send(post, call())).toMatchObject({ reason: 'unavailable' });
  expect(await client.send(post, call())).toMatchObject({ reason: 'circuit-open', retryAfterMs: 2000 });
  expect(upstream.requests).toHaveLength(5);

  // Half open: others do not wait for the probe, and its client may leave without deciding anything.
  vi.setSystemTime(4000);
  const pending: (() => void)[] = [];
  upstream.script((_request, response) => {
    pending.push(() => {
      answerJson([])(_request, response);
    });
  });
  const impatient = new AbortController();
  const arrived = upstream.nextRequest();
  const probe = client.send(post, { timeoutMs: 30_000, clientSignal: impatient.signal });
  await arrived;
  impatient.abort();
  expect(await client.send(post, call())).toMatchObject({ reason: 'circuit-open' });
  expect(upstream.requests).toHaveLength(6);
  for (const answer of pending) answer();
  expect(await probe).toMatchObject({ kind: 'answer' });

  upstream.script(answerJson([]));
  expect(await client.send(post, call())).toMatchObject({ kind: 'answer' });
});

test('answers that are the caller’s own fault never open the circuit', async () => {
  upstream.script(answerJson(['message_blank'], 422));
  const client = createClient({ breaker: { sampleSize: 4, minimumSamples: 4, halfOpenAfterMs: 2000 } });
  for (let count = 0; count < 10; count += 1)
    expect(await client.send(post, call())).toMatchObject({ kind: 'answer', status: 422 });
});
