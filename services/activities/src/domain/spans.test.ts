import type { FinishedSpan } from '@cruddur/telemetry/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases } from '../testing/databases.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';
import { attributeNames, spanNames } from './span-names.ts';

const uuid = '68f126b0-1ceb-4a33-88be-d90fa7109eee';
const isQuery = ({ attributes }: FinishedSpan): boolean => attributes['db.system.name'] !== undefined;

async function queriesOfHome({ telemetry, get }: TestService): Promise<number> {
  telemetry.reset();
  await get('/api/activities/home');
  return telemetry.spans().filter(isQuery).length;
}

test('names that dashboards and alerts rely on', () => {
  expect([spanNames.homeFeed, spanNames.userFeed]).toEqual(['home-activities-mock-data', 'mock-data']);
  expect(attributeNames).toEqual({ now: 'app.now', resultLength: 'app.result_length', userId: 'user.id' });
});

describe.each(databases)('spans on $name', ({ name, create }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(await create());
  });
  afterAll(() => service.close());
  beforeEach(() => service.telemetry.reset());

  test('opening, migrating and seeding are no one’s request', async () => {
    const other = await startTestService(await create());
    expect(other.telemetry.spans()).toEqual([]);
    await other.close();
  });

  test('home is SERVER, then home-activities-mock-data, then its queries', async () => {
    await service.get('/api/activities/home', { 'x-user-handle': 'worf' });
    const spans = await service.telemetry.spansWhen(4);
    const server = spans.find((span) => span.parentSpanContext === undefined);
    const feed = spans.find((span) => span.name === 'home-activities-mock-data');
    expect(feed?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
    expect(feed?.attributes).toEqual({
      'app.now': '2026-11-21T10:00:00.000+00:00',
      'app.result_length': 3,
      'user.id': 'worf',
    });
    const queries = spans.filter(isQuery);
    expect(queries.map((query) => query.parentSpanContext?.spanId)).toEqual(
      queries.map(() => feed?.spanContext().spanId),
    );
    expect(queries[0]?.attributes).toMatchObject({
      'db.operation.name': 'SELECT',
      'db.namespace': expect.any(String),
    });
    expect(queries[0]?.attributes['server.address']).toBe(name === 'PGlite' ? undefined : '127.0.0.1');
  });

  test('the number of queries does not grow with the number of rows and replies', async () => {
    expect(await queriesOfHome(service)).toBe(2);
    for (let count = 0; count < 10; count += 1) {
      await service.post('/api/activities', { message: `post ${count}`, ttl: '1-day' });
      await service.post(`/api/activities/${uuid}/reply`, { message: `reply ${count}` });
    }
    expect(await queriesOfHome(service)).toBe(2);
  });

  test.each([
    ['/api/activities/@worf', 'mock-data', 1],
    ['/api/activities/notifications', 'list-notifications', 1],
    ['/api/activities/search?term=honor', 'search-activities', 2],
    [`/api/activities/${uuid}`, 'show-activity', undefined],
    ['/api/message_groups', 'list-message-groups', 2],
    ['/api/messages/@worf', 'list-messages', 2],
  ])('GET %s runs in %s', async (path, spanName, resultLength) => {
    await service.get(path);
    const span = service.telemetry.spans().find((candidate) => candidate.name === spanName);
    expect(span?.attributes).toMatchObject({ 'user.id': 'andrewbrown' });
    expect(span?.attributes['app.result_length']).toBe(resultLength);
  });

  test.each([
    ['/api/activities', { message: 'secret text', ttl: '1-day' }, 'create-activity'],
    [`/api/activities/${uuid}/reply`, { message: 'secret text' }, 'create-reply'],
    ['/api/messages', { message: 'secret text', user_receiver_handle: 'worf' }, 'create-message'],
  ])('POST %s runs its queries, also those of the transaction, in its span', async (path, body, spanName) => {
    await service.post(path, body);
    const spans = service.telemetry.spans();
    const span = spans.find((candidate) => candidate.name === spanName);
    expect(span?.attributes).toEqual({ 'user.id': 'andrewbrown' });
    const queries = spans.filter(isQuery);
    expect(queries.some(({ attributes }) => attributes['db.operation.name'] === 'INSERT')).toBe(true);
    expect(new Set(queries.map((query) => query.parentSpanContext?.spanId))).toEqual(
      new Set([span?.spanContext().spanId]),
    );
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('secret text');
  });
});
