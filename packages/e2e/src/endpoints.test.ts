import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { endpoints, errorBodySchema, routes } from '@cruddur/contracts';
import {
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '@cruddur/activities/testing/temporary-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './stack/eventually.ts';
import { startService, startStack, type Stack } from './stack/start-stack.ts';
import { traceIdOf, traceOf } from './stack/trace-of.ts';

const postgres: TemporaryPostgres | undefined = await startTemporaryPostgres();
if (postgres === undefined) {
  console.log(
    'LEFT OUT: the endpoints against a PostgreSQL server, because this machine has no initdb and postgres.',
  );
}
afterAll(() => postgres?.stop());

const databases = [
  { database: 'PGlite', databaseUrl: 'memory:' },
  ...(postgres === undefined ? [] : [{ database: postgres.version, databaseUrl: postgres.url }]),
];

describe.each(databases)('every endpoint through the gateway, on $database', ({ databaseUrl }) => {
  let stack: Stack;
  const reached = new Set<string>();

  beforeAll(async () => {
    stack = await startStack({ databaseUrl });
  }, 60_000);
  afterAll(() => stack?.stop());

  const request = async (
    operation: keyof typeof endpoints,
    path: string,
    body?: object,
  ): Promise<Response> => {
    const { method } = endpoints[operation];
    reached.add(operation);
    return fetch(`${stack.gateway.url}${path}`, {
      method,
      headers: { 'x-user-handle': 'andrewbrown', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  };

  it('reads the feeds of the seeds', async () => {
    const home = await (await request('homeFeed', '/api/activities/home')).json();
    expect(home).toHaveLength(3);
    expect(await (await request('notifications', '/api/activities/notifications')).json()).toHaveLength(1);
    expect(await (await request('userFeed', '/api/activities/@andrewbrown')).json()).not.toHaveLength(0);
    expect(await (await request('search', '/api/activities/search?term=cloud')).json()).not.toHaveLength(0);
    const [first] = home;
    expect(await (await request('showActivity', `/api/activities/${first.uuid}`)).json()).toMatchObject([
      { uuid: first.uuid, replies: expect.any(Array) },
    ]);
    expect(await (await request('messageGroups', '/api/message_groups')).json()).toHaveLength(2);
    expect(await (await request('messages', '/api/messages/@worf')).json()).toHaveLength(2);
  });

  it('writes and reads back', async () => {
    const created = await request('createActivity', '/api/activities', {
      message: 'Qapla’ 🖖',
      ttl: '1-day',
    });
    expect(created.status).toBe(200);
    const activity = await created.json();
    const replied = await request('reply', `/api/activities/${activity.uuid}/reply`, {
      message: 'Today is good',
    });
    expect(await replied.json()).toMatchObject({ reply_to_activity_uuid: activity.uuid });
    const [shown] = await (await request('showActivity', `/api/activities/${activity.uuid}`)).json();
    expect(shown).toMatchObject({
      message: 'Qapla’ 🖖',
      replies_count: 1,
      replies: [{ message: 'Today is good' }],
    });
    const sent = await request('createMessage', '/api/messages', {
      message: 'hello',
      user_receiver_handle: 'worf',
    });
    expect(await sent.json()).toMatchObject({ message: 'hello', handle: 'andrewbrown' });
  });

  it('answers the Rollbar test itself', async () => {
    expect(await (await request('rollbarTest', '/rollbar/test')).text()).toBe('Hello World!');
  });

  it('goes wrong as it is told, in the gateway and in activities', async () => {
    const thrown = await request('fault', '/api/faults/thrown');
    expect([thrown.status, (await thrown.json()).traceId]).toEqual([500, traceIdOf(thrown)]);
    const downstream = await request('downstreamFault', '/api/faults/downstream-500');
    expect([downstream.status, (await downstream.json()).code]).toEqual([502, 'upstream_error']);
  });

  it('passes every validation code on as a bare array', async () => {
    const response = await request('createActivity', '/api/activities', {});
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual(expect.arrayContaining(['message_blank', 'ttl_blank']));
  });

  it.each([
    ['quotes', `%22%27;drop table activities;--`],
    ['wildcards', '%25_%5C'],
    ['NUL', '%00'],
    ['10 kB', 'a'.repeat(10_000)],
    ['an emoji', '%F0%9F%96%96'],
    ['broken UTF-8', '%ff%fe'],
  ])('takes a hostile search term (%s) for what it is', async (_, term) => {
    const response = await request('search', `/api/activities/search?term=${term}`);
    expect([200, 400, 422]).toContain(response.status);
    const text = await response.text();
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text).not.toMatch(/at .*\.(ts|js):\d+/);
  });

  it.each([
    ['quotes', `%22%27`],
    ['percent', '%25'],
    ['NUL', '%00'],
    ['10 kB', 'a'.repeat(10_000)],
    ['an emoji', '%F0%9F%96%96'],
  ])('refuses a hostile handle (%s) in words', async (_, handle) => {
    const response = await request('userFeed', `/api/activities/@${handle}`);
    expect([400, 422]).toContain(response.status);
  });

  it('has been asked for all endpoints of the contract', () => {
    expect([...reached].toSorted()).toEqual(Object.keys(endpoints).toSorted());
    expect(Object.keys(routes)).toHaveLength(13);
  });
});

describe('when activities is away', () => {
  it('answers 503 with a code and the trace id, and is alive but not ready', async () => {
    const stack = await startStack();
    try {
      await stack.activities.process.stop();
      const response = await fetch(`${stack.gateway.url}/api/activities/home`);
      expect(response.status).toBe(503);
      const error = errorBodySchema.parse(await response.json());
      expect(error).toMatchObject({ code: 'upstream_unavailable', traceId: traceIdOf(response) });
      expect((await fetch(`${stack.gateway.url}/health`)).status).toBe(200);
      await eventually('the gateway is not ready', async () => {
        const { status } = await fetch(`${stack.gateway.url}/ready`);
        return status === 503 || undefined;
      });
      const trace = await traceOf(stack, traceIdOf(response), ({ spans }) =>
        spans.some(({ kind }) => kind === 'server'),
      );
      const client = trace.spans.find(({ kind }) => kind === 'client');
      expect(client).toMatchObject({ status: 'error', attributes: { 'error.type': 'ECONNREFUSED' } });
    } finally {
      await stack.stop();
    }
  }, 60_000);
});

it('keeps what was written over a restart', async () => {
  const folder = await mkdtemp(`${tmpdir()}/cruddur-e2e-`);
  const databaseUrl = `file:${folder}`;
  try {
    const first = await startService('activities', { DATABASE_URL: databaseUrl });
    const created = await fetch(`${first.url}/api/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'remember me', ttl: '1-day' }),
    });
    const { uuid } = await created.json();
    expect(await first.process.stop()).toBe(0);
    const second = await startService('activities', { DATABASE_URL: databaseUrl });
    const [shown] = await (await fetch(`${second.url}/api/activities/${uuid}`)).json();
    expect(shown).toMatchObject({ uuid, message: 'remember me' });
    await second.process.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
