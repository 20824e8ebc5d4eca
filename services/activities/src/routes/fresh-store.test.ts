import { activitySchema, messageGroupSchema, messageSchema } from '@cruddur/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stores } from '../testing/databases.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

const cloud = {
  uuid: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  display_name: 'Andrew Brown',
  handle: 'andrewbrown',
  message: 'Cloud is very fun!',
  created_at: '2026-11-19T10:00:00.000+00:00',
  expires_at: '2026-11-26T10:00:00.000+00:00',
  likes_count: 5,
  replies_count: 1,
  reposts_count: 0,
  reply_to_activity_uuid: null,
  replies: [
    {
      uuid: '26e12864-1c26-5c3a-9658-97a10f8fea67',
      display_name: 'Worf',
      handle: 'worf',
      message: 'This post has no honor!',
      created_at: '2026-11-19T10:00:00.000+00:00',
      expires_at: null,
      likes_count: 0,
      replies_count: 0,
      reposts_count: 0,
      reply_to_activity_uuid: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
      replies: [],
    },
  ],
};

describe.each(stores)('a fresh store on $name', ({ create }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(await create());
  });
  afterAll(() => service.close());

  test('home is exactly the three mock rows, in their order', async () => {
    const { status, body } = await service.get('/api/activities/home');
    expect(status).toBe(200);
    expect(body).toEqual([
      cloud,
      {
        ...cloud,
        uuid: '66e12864-8c26-4c3a-9658-95a10f8fea67',
        display_name: 'Worf',
        handle: 'worf',
        message: 'I am out of prune juice',
        created_at: '2026-11-14T10:00:00.000+00:00',
        expires_at: '2026-11-30T10:00:00.000+00:00',
        likes_count: 0,
        replies_count: 0,
        replies: [],
      },
      {
        ...cloud,
        uuid: '248959df-3079-4947-b847-9e0892d1bab4',
        display_name: 'Garek',
        handle: 'garek',
        message: 'My dear doctor, I am just simple tailor',
        created_at: '2026-11-21T09:00:00.000+00:00',
        expires_at: '2026-11-21T22:00:00.000+00:00',
        likes_count: 0,
        replies_count: 0,
        replies: [],
      },
    ]);
  });

  test('the caller has one notification, with its reply; others have none', async () => {
    const { body } = await service.get('/api/activities/notifications');
    const [notification, ...others] = z.array(activitySchema).parse(body);
    expect(others).toEqual([]);
    expect(notification).toMatchObject({ handle: 'coco', message: 'I am white unicorn', replies_count: 1 });
    expect(notification?.uuid).not.toBe(cloud.uuid);
    expect(notification?.replies).toMatchObject([
      { handle: 'worf', reply_to_activity_uuid: notification?.uuid },
    ]);
    expect(await service.get('/api/activities/notifications', { 'x-user-handle': 'worf' })).toEqual({
      status: 200,
      body: [],
    });
  });

  test('the user feed is its one mock row, with offsets in its times', async () => {
    const { body } = await service.get('/api/activities/@andrewbrown');
    expect(body).toMatchObject([
      {
        handle: 'andrewbrown',
        message: 'Cloud is fun!',
        created_at: '2026-11-20T10:00:00.000+00:00',
        expires_at: '2026-12-22T10:00:00.000+00:00',
        replies: [],
      },
    ]);
    expect(await service.get('/api/activities/%40worf')).toMatchObject({ body: [{ handle: 'worf' }] });
    expect(await service.get('/api/activities/@nobody')).toEqual({ status: 200, body: [] });
  });

  test('show answers with an array of one, replies included, for posts and replies alike', async () => {
    expect(await service.get(`/api/activities/${cloud.uuid}`)).toEqual({ status: 200, body: [cloud] });
    expect(await service.get(`/api/activities/${cloud.uuid.toUpperCase()}`)).toEqual({
      status: 200,
      body: [cloud],
    });
    expect(await service.get(`/api/activities/${cloud.replies[0]?.uuid}`)).toEqual({
      status: 200,
      body: cloud.replies,
    });
  });

  test('there are two conversations and two messages', async () => {
    const groups = await service.get('/api/message_groups');
    expect(groups.body).toEqual([
      expect.objectContaining({
        uuid: '24b95582-9e7b-4e0a-9ad1-639773ab7552',
        display_name: 'Andrew Brown',
        handle: 'andrewbrown',
      }),
      expect.objectContaining({
        uuid: '417c360e-c4e6-4fce-873b-d2d71469b4ac',
        display_name: 'Worf',
        handle: 'worf',
      }),
    ]);
    z.array(messageGroupSchema).parse(groups.body);

    const { body } = await service.get('/api/messages/@worf?user_reciever_handle=ignored');
    z.array(messageSchema).parse(body);
    expect(body).toMatchObject([
      { uuid: '4e81c06a-db0f-4281-b4cc-98208537772a', handle: 'andrewbrown', message: 'Cloud is fun!' },
      { handle: 'andrewbrown', message: 'This platform is great!' },
    ]);
    expect(await service.get('/api/messages/@andrewbrown')).toEqual({ status: 200, body });
    expect(await service.get('/api/messages/@andrewbrown', { 'x-user-handle': 'worf' })).toEqual({
      status: 200,
      body,
    });
    expect(await service.get('/api/messages/@garek')).toEqual({ status: 200, body: [] });
  });

  test('no uuid names two rows', async () => {
    const paths = ['home', 'notifications', '@andrewbrown'].map((path) => `/api/activities/${path}`);
    const feeds = await Promise.all(paths.map(async (path) => (await service.get(path)).body));
    const activities = z.array(activitySchema).parse(feeds.flat());
    const uuids = activities.concat(activities.flatMap(({ replies }) => replies)).map(({ uuid }) => uuid);
    const { body } = await service.get('/api/messages/@worf');
    uuids.push(
      ...z
        .array(messageSchema)
        .parse(body)
        .map(({ uuid }) => uuid),
    );
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test('rows are not listed once they have expired', async () => {
    service.setTime(new Date('2026-11-21T22:00:00.000Z'));
    const { body } = await service.get('/api/activities/home');
    expect(
      z
        .array(activitySchema)
        .parse(body)
        .map(({ handle }) => handle),
    ).toEqual(['andrewbrown', 'worf']);
    expect(await service.get('/api/activities/248959df-3079-4947-b847-9e0892d1bab4')).toMatchObject({
      status: 404,
      body: { code: 'activity_not_found' },
    });
    service.setTime(new Date('2027-11-21T10:00:00.000Z'));
    expect(await service.get('/api/activities/home')).toEqual({ status: 200, body: [] });
    expect(await service.get('/api/activities/search?term=cloud')).toEqual({ status: 200, body: [] });
    const reply = { message: 'too late' };
    expect(await service.post(`/api/activities/${cloud.uuid}/reply`, reply)).toMatchObject({ status: 404 });
  });
});
