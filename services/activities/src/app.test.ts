import { errorBodySchema, errorCatalogue, limits } from '@cruddur/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, stores } from './testing/databases.ts';
import { startTestService, type TestService } from './testing/test-service.ts';

const uuid = '68f126b0-1ceb-4a33-88be-d90fa7109eee';

test('every status of the catalogue is an error that allows a body', () => {
  for (const { status } of Object.values(errorCatalogue)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  }
});

describe.each(stores)('bad input on $name', ({ create }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(await create());
  });
  afterAll(() => service.close());
  beforeEach(() => service.telemetry.reset());

  test.each([
    ['/api/activities/@', ['blank_user_handle']],
    ['/api/activities/@%20', ['blank_user_handle']],
    ["/api/activities/@o'brien", ['user_handle_invalid']],
    [`/api/activities/@${'x'.repeat(10_240)}`, ['user_handle_invalid']],
    ['/api/activities/@%00', ['user_handle_invalid']],
    ['/api/activities/search', ['search_term_blank']],
    ['/api/activities/search?term=', ['search_term_blank']],
    ['/api/activities/search?term=a%00b', ['search_term_invalid']],
    [`/api/activities/search?term=${'x'.repeat(10_240)}`, ['search_term_exceed_max_chars']],
    ['/api/activities/nonsense', ['activity_uuid_invalid']],
    ['/api/activities/%00', ['activity_uuid_invalid']],
    ['/api/messages/@', ['blank_user_handle']],
  ])('GET %.40s is 422 %j', async (path, codes) => {
    expect(await service.get(path)).toEqual({ status: 422, body: codes });
  });

  test('POST answers 422 with every code that applies', async () => {
    const blank = { 'x-user-handle': '' };
    expect(await service.post('/api/activities', {}, blank)).toEqual({
      status: 422,
      body: ['ttl_blank', 'user_handle_blank', 'message_blank'],
    });
    expect(await service.post('/api/activities/%20/reply', { message: 'x'.repeat(1025) }, blank)).toEqual({
      status: 422,
      body: ['user_handle_blank', 'activity_uuid_blank', 'message_exceed_max_chars'],
    });
    expect(await service.post('/api/messages', { message: 'nul \0' }, blank)).toEqual({
      status: 422,
      body: ['user_sender_handle_blank', 'user_reciever_handle_blank', 'message_invalid'],
    });
  });

  test('nothing is written by a refused request', async () => {
    const before = await service.get('/api/activities/home');
    await service.post('/api/activities', { message: 'x'.repeat(281), ttl: '1-day' });
    await service.post(`/api/activities/00000000-0000-4000-8000-000000000000/reply`, { message: 'x' });
    expect(await service.get('/api/activities/home')).toEqual(before);
  });

  const jsonType = { 'content-type': 'application/json' };
  test.each([
    ['GET', '/api/nothing', {}, undefined, 404, 'not_found'],
    ['GET', '/', {}, undefined, 404, 'not_found'],
    ['GET', '/rollbar/test', {}, undefined, 404, 'not_found'],
    ['GET', '/api/activities/00000000-0000-4000-8000-000000000000', {}, undefined, 404, 'activity_not_found'],
    ['DELETE', '/api/activities/home', {}, undefined, 405, 'method_not_allowed'],
    ['GET', '/api/activities', {}, undefined, 405, 'method_not_allowed'],
    ['POST', '/api/activities', jsonType, '{"message":', 400, 'invalid_json'],
    ['POST', '/api/activities', jsonType, '', 400, 'invalid_json'],
    ['POST', '/api/activities', jsonType, new Uint8Array([0x22, 0xff, 0x22]), 400, 'invalid_json'],
    ['POST', '/api/activities', jsonType, '[]', 400, 'invalid_body'],
    ['POST', '/api/activities', jsonType, 'null', 400, 'invalid_body'],
    ['POST', '/api/messages', { 'content-type': 'text/plain' }, '{}', 415, 'unsupported_media_type'],
    ['POST', `/api/activities/${uuid}/reply`, {}, new Uint8Array(), 415, 'unsupported_media_type'],
    ['POST', '/api/activities', jsonType, `"${'x'.repeat(limits.bodyBytes)}"`, 413, 'body_too_large'],
    ['GET', '/api/activities/home', { 'x-user-handle': '🖖 %' }, undefined, 400, 'invalid_user_handle'],
    ['GET', '/api/message_groups', { 'x-user-handle': '' }, undefined, 400, 'invalid_user_handle'],
  ])('%s %s with %j %.20s is %i %s', async (method, path, headers, body, status, code) => {
    const encoded = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
    );
    const response = await service.request(path, {
      method,
      headers: encoded,
      ...(body !== undefined && { body }),
    });
    expect(response.status).toBe(status);
    const error = errorBodySchema.parse(await response.json());
    expect(error.code).toBe(code);
    expect(response.headers.get('server-timing')).toContain(error.traceId);
  });

  test('a body without a length is cut off at the limit', async () => {
    let sentBytes = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sentBytes += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
        if (sentBytes >= 1_048_576) controller.close();
      },
    });
    const init = { method: 'POST', headers: jsonType, body, duplex: 'half' };
    const response = await service.request('/api/activities', init);
    expect(response.status).toBe(413);
    expect(sentBytes).toBeLessThan(200_000);
  });

  test('405 names the methods that there are', async () => {
    const response = await service.request('/api/activities/home', { method: 'PUT' });
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('health and readiness answer without a span', async () => {
    expect(await service.get('/health')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await service.get('/ready')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(service.telemetry.spans()).toEqual([]);
  });
});

test('when the database fails, the client learns a code and a trace id, and nothing else', async () => {
  const [database] = databases;
  const service = await startTestService((await database?.create()) ?? { kind: 'memory' });
  await service.close();
  const { status, body } = await service.get('/api/activities/home');
  expect(status).toBe(500);
  expect(Object.keys(errorBodySchema.parse(body))).toEqual(['code', 'message', 'traceId']);
  expect(body).toMatchObject({ code: 'internal_error', message: errorCatalogue.internal_error.meaning });
  expect(service.telemetry.logs().some(({ level }) => level === 'error')).toBe(true);

  expect(await service.get('/api/activities/@whisper')).toMatchObject({ status: 500 });
  const recorded = service.telemetry.spans().map(({ attributes, events }) => ({ attributes, events }));
  expect(JSON.stringify([recorded, service.telemetry.logs()])).not.toContain('user:whisper');

  expect(await service.get('/ready')).toMatchObject({ status: 503, body: { code: 'not_ready' } });
  expect(await service.get('/health')).toMatchObject({ status: 200 });
});
