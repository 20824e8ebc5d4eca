import { SpanKind } from '@opentelemetry/api';
import { errorBodySchema, errorCatalogue, faultNames, slowAnswerSchema } from '@cruddur/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerJson, startScriptedUpstream, type ScriptedUpstream } from '../testing/scripted-upstream.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  gateway = await startGateway(upstream.url, { config: { offersFaults: true } });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.script(answerJson({ code: 'internal_error', message: 'x' }, 500));
});
afterEach(() => {
  gateway.reset();
});

const namedTrace = (response: Response): string | undefined =>
  response.headers.get('server-timing')?.slice(21, 53);

test.for([
  ['thrown', 'DeliberateFaultError', 'thrown, because it was asked for'],
  ['rejected', 'DeliberateFaultError', 'rejected, because it was asked for'],
  ['missing-return', 'MissingResponseError', 'the handler returned nothing: is a `return` missing?'],
] as const)('%s: 500 with the trace id, one exception, one line', async ([name, type, message]) => {
  const response = await fetch(`${gateway.url}/api/faults/${name}`);
  expect(response.status).toBe(500);
  const body = errorBodySchema.parse(await response.json());
  expect(body).toMatchObject({ code: 'internal_error', traceId: namedTrace(response) });
  const [span] = await gateway.spansWhen(1);
  expect(span?.spanContext().traceId).toBe(body.traceId);
  expect(span?.attributes).toMatchObject({
    'http.route': '/api/faults/:fault',
    'cruddur.fault': name,
    'error.type': type,
  });
  expect(span?.events).toMatchObject([
    { name: 'exception', attributes: { 'exception.type': type, 'exception.message': message } },
  ]);
  expect(gateway.logs()).toMatchObject([
    {
      level: 'error',
      body: message,
      traceId: body.traceId,
      attributes: { 'http.route': '/api/faults/:fault' },
    },
  ]);
});

test('downstream-500 asks activities for its own fault, once, and is 502', async () => {
  const arrived = upstream.nextRequest();
  const response = await fetch(`${gateway.url}/api/faults/downstream-500`);
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ code: 'upstream_error', traceId: namedTrace(response) });
  const { url, headers } = await arrived;
  expect(url).toBe('/api/faults/downstream');
  expect(headers['traceparent']).toContain(namedTrace(response));
  const spans = await gateway.spansWhen(2);
  expect(spans.map(({ kind, name }) => [kind, name])).toEqual([
    [SpanKind.CLIENT, 'GET /api/faults/downstream'],
    [SpanKind.SERVER, 'GET /api/faults/:fault'],
  ]);
});

describe('slow', () => {
  test('takes as long as it is told', async () => {
    const response = await fetch(`${gateway.url}/api/faults/slow?ms=60`);
    expect(response.status).toBe(200);
    const answer = slowAnswerSchema.parse(await response.json());
    expect(answer).toEqual({ fault: 'slow', ms: 60, traceId: namedTrace(response) });
    const [span] = await gateway.spansWhen(1);
    const [seconds = 0, nanos = 0] = span?.endTime ?? [];
    const [startSeconds = 0, startNanos = 0] = span?.startTime ?? [];
    expect((seconds - startSeconds) * 1000 + (nanos - startNanos) / 1e6).toBeGreaterThan(50);
  });

  test.for(['-1', '30001', '1e3', 'long', '', '0x10'])('does not take ms=%s', async (ms) => {
    const response = await fetch(`${gateway.url}/api/faults/slow?ms=${ms}`);
    expect([response.status, await response.json()]).toEqual([422, ['fault_delay_invalid']]);
  });

  test('is over when the client has gone', async () => {
    await expect(
      fetch(`${gateway.url}/api/faults/slow?ms=30000`, { signal: AbortSignal.timeout(100) }),
    ).rejects.toThrow('aborted');
    const [span] = await gateway.spansWhen(1);
    expect(span?.attributes).toMatchObject({ 'cruddur.response.aborted': true });
  });
});

test('an unknown fault is 404 and says which there are', async () => {
  const response = await fetch(`${gateway.url}/api/faults/none`);
  expect(response.status).toBe(404);
  const { code, message } = errorBodySchema.parse(await response.json());
  expect(code).toBe('fault_not_found');
  for (const name of faultNames) expect(message).toContain(name);
});

test('where faults are not offered, each is a path that there is not', async () => {
  const production = await startGateway(upstream.url);
  for (const name of faultNames) {
    const response = await fetch(`${production.url}/api/faults/${name}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: 'not_found',
      message: errorCatalogue.not_found.meaning,
      traceId: namedTrace(response),
    });
  }
  await production.close();
});
