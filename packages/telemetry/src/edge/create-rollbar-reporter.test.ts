import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedacted } from '../config/redacted.ts';
import type { OccurrenceReceiver } from '../errors/error-reporter.ts';
import { acceptItem, startRollbarReceiver } from '../node/fixtures/start-rollbar-receiver.ts';
import { createOccurrence } from '../rollbar/fixtures/create-occurrence.ts';
import { parseSentItem } from '../rollbar/fixtures/sent-item.ts';
import type { RollbarSettings } from '../rollbar/rollbar-settings.ts';
import { createEdgeRollbarReporter } from './create-rollbar-reporter.ts';
import { withKeepAlive } from './kept-alive.ts';

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());

function start(endpoint: string): OccurrenceReceiver {
  const settings: RollbarSettings = {
    endpoint,
    accessToken: createRedacted('token'),
    environment: 'test',
    codeVersion: undefined,
    sendUserIp: false,
    links: {},
  };
  const reporter = createEdgeRollbarReporter(
    { rollbar: settings, serviceName: 'gateway', disabled: false },
    { delivery: 'per-request' },
  );
  if (reporter === undefined) throw new Error('no reporter');
  return reporter;
}

/** Reports within a request, and gives what keeps that request alive. */
function reportInRequest(reporter: OccurrenceReceiver, message: string): Promise<unknown> {
  const left: Promise<unknown>[] = [];
  const request = withKeepAlive(ROOT_CONTEXT, (promise) => left.push(promise));
  context.with(request, () =>
    reporter.accept(
      createOccurrence({ uuid: crypto.randomUUID(), subject: { kind: 'error', error: new Error(message) } }),
    ),
  );
  expect(left).toHaveLength(1);
  return Promise.all(left);
}

test('what keeps the request alive settles when its report has been delivered', async () => {
  await using receiver = await startRollbarReceiver((response, number) =>
    number === 1 ? response.writeHead(500).end('{}') : acceptItem(response),
  );
  const reporter = start(receiver.endpoint);
  await reportInRequest(reporter, 'broken');
  expect(reporter.statistics()).toMatchObject({ accepted: 1, delivered: 1, buffered: 0, dropped: 0 });
  const [first, second] = receiver.texts().map((text) => parseSentItem(text));
  expect(second).toEqual(first);
  expect(first?.notifier.name).toBe('@cruddur/telemetry');
  expect(receiver.requests[0]?.headers['x-rollbar-access-token']).toBe('token');
});

test('a request that was stopped while it sent holds up no other one', async () => {
  await using receiver = await startRollbarReceiver((response, number) => {
    if (number > 1) acceptItem(response);
  });
  const reporter = start(receiver.endpoint);
  void reportInRequest(reporter, 'stopped');
  await expect.poll(() => receiver.requests.length).toBe(1);
  await reportInRequest(reporter, 'next');
  expect(reporter.statistics()).toMatchObject({ accepted: 2, delivered: 1, buffered: 1 });
  await reporter.shutdown(10);
  expect(reporter.statistics()).toMatchObject({ buffered: 0, droppedByReason: { shutdown: 1 } });
});

test('a pause that Rollbar asks for is one for all requests', async () => {
  const arrivedMs: number[] = [];
  await using receiver = await startRollbarReceiver((response, number) => {
    arrivedMs.push(performance.now());
    if (number > 1) return acceptItem(response);
    response.writeHead(429, { 'x-rate-limit-remaining-seconds': '1' }).end('{"err":1}');
  });
  const reporter = start(receiver.endpoint);
  const first = reportInRequest(reporter, 'first');
  await expect.poll(() => receiver.requests.length).toBe(1);
  // Its answer has to arrive before the next report can know of it.
  await expect.poll(() => performance.now() - (arrivedMs[0] ?? 0)).toBeGreaterThan(200);
  await Promise.all([first, reportInRequest(reporter, 'second')]);
  const [limited = 0, ...later] = arrivedMs;
  expect(later).toHaveLength(2);
  expect(Math.min(...later) - limited).toBeGreaterThanOrEqual(900);
  expect(reporter.statistics()).toMatchObject({ delivered: 2, dropped: 0 });
});

test('a pause longer than a request may live is a drop that is counted, at once', async () => {
  await using receiver = await startRollbarReceiver((response) =>
    response.writeHead(429, { 'x-rate-limit-remaining-seconds': '60' }).end('{"err":1}'),
  );
  const reporter = start(receiver.endpoint);
  await reportInRequest(reporter, 'first');
  await reportInRequest(reporter, 'second');
  expect(receiver.requests).toHaveLength(1);
  expect(reporter.statistics()).toMatchObject({
    accepted: 2,
    buffered: 0,
    droppedByReason: { time_limit: 2 },
  });
});

test('what is held is bounded', async () => {
  await using receiver = await startRollbarReceiver(() => undefined);
  const reporter = start(receiver.endpoint);
  for (let item = 0; item < 150; item += 1) reporter.accept(createOccurrence());
  expect(reporter.statistics()).toMatchObject({
    accepted: 150,
    buffered: 100,
    droppedByReason: { queue_full: 50 },
  });
  await reporter.shutdown(0);
});

test('without settings there is no reporter', () => {
  expect(
    createEdgeRollbarReporter({ rollbar: undefined, serviceName: 'a', disabled: false }),
  ).toBeUndefined();
});
