import { reportAnswerSchema } from '@cruddur/contracts';
import { requireResponse, traceRequests } from '@cruddur/telemetry/hono';
import { createTestTelemetry, type TestTelemetryOptions } from '@cruddur/telemetry/testing';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createRollbarTestRoute } from './rollbar-test.ts';

type Reporter = NonNullable<TestTelemetryOptions['reporter']>;

const nothing = (): Promise<void> => Promise.resolve();
const reported: Parameters<Reporter['accept']>[0][] = [];
const reporter: Reporter = {
  name: 'kept',
  endpoint: 'memory',
  wants: () => true,
  accept: (occurrence) => reported.push(occurrence),
  occurrenceUrl: (uuid) => `https://errors.example/?uuid=${uuid}`,
  links: (traceId) => ({ honeycomb: `https://traces.example/${traceId}`, logs: 'https://logs.example/a b' }),
  statistics: () => ({ accepted: 0, delivered: 0, buffered: 0, dropped: 0, droppedByReason: {} }),
  flush: nothing,
  shutdown: nothing,
};

async function ask(
  accept: string,
  options: TestTelemetryOptions = {},
): Promise<{ readonly response: Response; readonly traceId: string | undefined; readonly level: unknown }> {
  const { telemetry, spansWhen, logs } = createTestTelemetry(options);
  const app = new Hono().use(traceRequests(telemetry)).use(requireResponse());
  app.route('/', createRollbarTestRoute(telemetry));
  const response = await app.request('/rollbar/test', { headers: { accept } });
  const answer = response.clone();
  await response.text();
  const [span] = await spansWhen(1);
  expect(logs()).toMatchObject([{ level: 'warn', body: 'Hello World!' }]);
  return { response: answer, traceId: span?.spanContext().traceId, level: logs()[0]?.level };
}

test.for(['*/*', 'text/html,application/xhtml+xml', ''])('for %s the answer is the text', async (accept) => {
  const { response } = await ask(accept, { reporter });
  expect(await response.text()).toBe('Hello World!');
  const occurrence = reported.at(-1);
  expect(occurrence).toMatchObject({
    level: 'warning',
    subject: { kind: 'message', message: 'Hello World!' },
    route: '/rollbar/test',
  });
  expect(response.headers.get('x-rollbar-occurrence-uuid')).toBe(occurrence?.uuid);
  expect(response.headers.get('link')).toContain(
    `<https://errors.example/?uuid=${occurrence?.uuid}>; rel="related"; title="occurrence"`,
  );
  expect(response.headers.get('link')).toContain('<https://logs.example/a%20b>; rel="related"; title="logs"');
});

test('on request the answer is JSON with the same, and the trace id', async () => {
  const { response, traceId } = await ask('application/json', { reporter });
  const occurrence = reported.at(-1);
  expect(reportAnswerSchema.parse(await response.json())).toEqual({
    message: 'Hello World!',
    level: 'warning',
    traceId,
    uuid: occurrence?.uuid,
    url: `https://errors.example/?uuid=${occurrence?.uuid}`,
    links: { honeycomb: `https://traces.example/${traceId}`, logs: 'https://logs.example/a b' },
  });
});

test('without an error tracker there is a line in the log, and nothing to point to', async () => {
  const { response, traceId } = await ask('application/json');
  expect(await response.json()).toEqual({ message: 'Hello World!', level: 'warning', traceId, links: {} });
  expect(response.headers.get('link')).toBeNull();
});
