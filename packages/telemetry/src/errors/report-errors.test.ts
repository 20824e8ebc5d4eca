import { Hono } from 'hono';
import { beforeEach, expect, test } from 'vitest';
import { traceRequests } from '../hono/trace-requests.ts';
import { createTestTelemetry } from '../testing/create-test-telemetry.ts';
import type { OccurrenceReceiver } from './error-reporter.ts';
import type { Occurrence } from './occurrence.ts';
import { setPerson } from './person.ts';

let occurrences: Occurrence[] = [];
beforeEach(() => {
  occurrences = [];
});

const statistics = { accepted: 0, delivered: 0, buffered: 0, dropped: 0, droppedByReason: {} };
const nothing = (): Promise<void> => Promise.resolve();

const reporter: OccurrenceReceiver = {
  name: 'kept',
  endpoint: 'memory',
  wants: (error) => error !== 'not worth it',
  accept: (occurrence) => occurrences.push(occurrence),
  occurrenceUrl: (uuid) => `https://errors.example/${uuid}`,
  links: (traceId) => (traceId === undefined ? {} : { trace: `https://traces.example/${traceId}` }),
  statistics: () => statistics,
  flush: nothing,
  shutdown: nothing,
};

test('the uuid of a report is on the active span and on the log line, and what is returned says where it is', () => {
  const { telemetry, spans, logs } = createTestTelemetry({ reporter });
  const made = telemetry.withSpan('work', () => telemetry.reportError(new Error('broken')));
  const [occurrence] = occurrences;
  const [span] = spans();
  expect(made).toEqual({
    uuid: occurrence?.uuid,
    url: `https://errors.example/${occurrence?.uuid}`,
    links: { trace: `https://traces.example/${span?.spanContext().traceId}` },
  });
  const named = { 'rollbar.occurrence.uuid': made?.uuid, 'rollbar.occurrence_url': made?.url };
  expect(span?.attributes).toMatchObject(named);
  expect(logs()[0]?.attributes).toMatchObject(named);
  expect(occurrence?.spanContext?.traceId).toBe(span?.spanContext().traceId);
});

test('the same error is reported once, whoever reports it again hears of the same occurrence', () => {
  const { telemetry, logs } = createTestTelemetry({ reporter });
  const error = new Error('broken');
  const made = telemetry.reportError(error);
  expect(telemetry.reportError(error)).toBe(made);
  expect(occurrences).toHaveLength(1);
  expect(logs()).toHaveLength(1);
});

test('an error object that fails one request after the other is reported for each of them, once', async () => {
  const { telemetry, logs } = createTestTelemetry({ reporter });
  // Such as the reason of a promise that was kept: of a pool that could not be opened.
  const error = new Error('no connection');
  const app = new Hono();
  app.use(traceRequests(telemetry));
  app.get('/', () => {
    telemetry.reportError(error);
    throw error;
  });
  app.onError((_error, c) => c.text('sorry', 500));
  await app.request('/');
  await app.request('/');
  const traceIds = occurrences.map(({ spanContext }) => spanContext?.traceId);
  expect(new Set(traceIds).size).toBe(2);
  expect(occurrences).toHaveLength(2);
  expect(logs().map(({ traceId }) => traceId)).toEqual(traceIds);
});

test('an error that the reporter does not want is only logged', () => {
  const { telemetry, logs } = createTestTelemetry({ reporter });
  expect(telemetry.reportError('not worth it')).toBeUndefined();
  expect(occurrences).toEqual([]);
  expect(logs()).toMatchObject([{ level: 'error', body: 'not worth it' }]);
  expect(logs()[0]?.attributes).not.toHaveProperty('rollbar.occurrence.uuid');
});

test('a message is a warning unless said otherwise', () => {
  const { telemetry, logs } = createTestTelemetry({ reporter });
  telemetry.reportMessage('Hello World!');
  telemetry.reportMessage('worse', { level: 'critical', attributes: { a: 1 }, fingerprint: 'f' });
  expect(occurrences).toMatchObject([
    { level: 'warning', subject: { kind: 'message', message: 'Hello World!' } },
    { level: 'critical', attributes: { a: 1 }, fingerprint: 'f' },
  ]);
  expect(logs()).toMatchObject([
    { level: 'warn', body: 'Hello World!' },
    { level: 'error', body: 'worse' },
  ]);
});

test('without a reporter there are log lines, and nothing to point to', () => {
  const { telemetry, logs } = createTestTelemetry();
  expect(telemetry.reportError(new Error('broken'))).toBeUndefined();
  expect(telemetry.reportMessage('hello')).toBeUndefined();
  expect(logs().map(({ body }) => body)).toEqual(['broken', 'hello']);
});

test('an error whose attributes cannot be read is reported without them', () => {
  const { telemetry } = createTestTelemetry({ reporter });
  const attributes = {
    get broken(): string {
      throw new Error('trap');
    },
  };
  telemetry.reportError(new Error('broken'), attributes);
  expect(occurrences).toMatchObject([{ attributes: { 'cruddur.attributes': 'unreadable' } }]);
});

test('an error of a request comes with its route, its person, its own lines and what the request was', async () => {
  const { telemetry } = createTestTelemetry({ reporter });
  const app = new Hono();
  app.use(traceRequests(telemetry));
  app.get('/users/:id', async (c) => {
    setPerson({ id: c.req.param('id') });
    telemetry.log.info(`began for ${c.req.param('id')}`);
    await Promise.resolve();
    throw new Error(`broken for ${c.req.param('id')}`);
  });
  app.onError((_error, c) => c.text('sorry', 500));
  await Promise.all(
    ['a', 'b'].map(async (id) => app.request(`/users/${id}?q=1`, { headers: { accept: id } })),
  );
  expect(occurrences).toHaveLength(2);
  for (const [index, id] of ['a', 'b'].entries()) {
    const occurrence = occurrences[index];
    expect(occurrence).toMatchObject({
      route: '/users/:id',
      person: { id },
      breadcrumbs: [{ body: `began for ${id}` }],
      request: { method: 'GET', url: `http://localhost/users/${id}?q=1`, status: 500 },
    });
    expect(occurrence?.request?.header('accept')).toBe(id);
  }
});

test('an error outside of any request has none', () => {
  const { telemetry } = createTestTelemetry({ reporter });
  telemetry.reportError(new Error('broken'));
  expect(occurrences).toMatchObject([{ request: undefined, route: undefined, breadcrumbs: [] }]);
});
