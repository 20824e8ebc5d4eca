import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { setPerson } from '../errors/person.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import { createTestTelemetry } from '../testing/create-test-telemetry.ts';
import { startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';
import { startRollbarReporter } from './fixtures/start-rollbar-reporter.ts';

/** Recognisable wherever it comes out, in whatever encoding of the text. */
const canary = 'canary9f27';
const bearer = `Bearer ${canary}${canary}${canary}`;

function hostileError(): Error {
  const cycle: Record<string, unknown> = { password: canary };
  cycle['self'] = [cycle];
  const inner = new Error(`connecting to postgres://app:${canary}@db.example/shop failed`);
  const outer = new Error(`GET https://api.example/?api_key=${canary} with authorization: ${bearer} failed`, {
    cause: inner,
  });
  inner.cause = outer;
  outer.name = `password=${canary}`;
  outer.stack = `Error: m\n    at f (file:///srv/a.js?token=${canary}:1:2)\n    at password=${canary} (b.js:1:2)`;
  return Object.assign(outer, { config: { headers: { authorization: bearer } }, request: cycle });
}

test('a secret reaches Rollbar from no place that a request and its error have', async () => {
  await using receiver = await startRollbarReceiver();
  await using reporter = startRollbarReporter(receiver.endpoint);
  const { telemetry } = createTestTelemetry({ reporter });
  const app = new Hono();
  app.use(traceRequests(telemetry));
  app.post('/login/:key', (c) => {
    // safe: whatever a session says
    setPerson({ id: 'worf', email: `x:password=${canary}`, token: canary } as never);
    telemetry.log.info(`trying with token=${canary}`, { password: canary, cookie: canary });
    const attributes = {
      password: canary,
      note: bearer,
      nested: { apiKey: canary, list: [`pwd=${canary}`] },
    };
    // safe: JavaScript callers hand in anything
    telemetry.reportError(hostileError(), attributes as never, { fingerprint: `secret=${canary}` });
    telemetry.reportMessage(`token=${canary}`, { attributes: { 'client-secret': canary } });
    telemetry.reportError(`a text with api_key=${canary}`);
    telemetry.reportError({ password: canary });
    telemetry.reportError(new AggregateError([new Error(`password=${canary}`)], bearer));
    return c.text(`answered by ${c.req.param('key')}`);
  });
  await app.request(`http://localhost/login/plain?token=${canary}&password=${canary}`, {
    method: 'POST',
    body: JSON.stringify({ password: canary }),
    headers: {
      authorization: bearer,
      cookie: `session=${canary}`,
      'x-api-key': canary,
      'x-custom': canary,
      referer: `https://front.example/?access_token=${canary}`,
      'user-agent': `curl password=${canary}`,
      'x-request-id': `token=${canary}`,
    },
  });
  await reporter.flush(10_000);
  expect(reporter.statistics()).toMatchObject({ delivered: 5, dropped: 0 });
  expect(receiver.texts().join('\n')).toMatch(/\[redacted\]/);
  for (const sent of receiver.texts()) expect(sent).not.toContain(canary);
});
