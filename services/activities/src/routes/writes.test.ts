import * as fc from 'fast-check';
import { activitySchema, limits, messageSchema, type Activity } from '@cruddur/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stores } from '../testing/databases.ts';
import { startTestService, startTime, type Answer, type TestService } from '../testing/test-service.ts';

const toActivity = ({ body }: Answer): Activity => activitySchema.parse(body);
const toMessages = ({ body }: Answer): string[] =>
  z
    .array(z.object({ message: z.string() }))
    .parse(body)
    .map(({ message }) => message);

describe.each(stores)('writes on $name', ({ create }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(await create());
  });
  afterAll(() => service.close());

  const post = (message: string, userHandle: string): Promise<Answer> =>
    service.post('/api/activities', { message, ttl: '1-hour' }, { 'x-user-handle': userHandle });

  test('a post goes to the top of home and of its author’s feed, for its time to live', async () => {
    const answer = await post('first', 'poster');
    expect(answer).toMatchObject({
      status: 200,
      body: { handle: 'poster', display_name: 'poster', message: 'first', replies: [], likes_count: 0 },
    });
    const { created_at, expires_at } = toActivity(answer);
    expect(Date.parse(expires_at ?? '') - Date.parse(created_at)).toBe(3_600_000);
    const second = await post('second', 'poster');
    const home = await service.get('/api/activities/home');
    expect(toMessages(home).slice(0, 3)).toEqual(['second', 'first', 'Cloud is very fun!']);
    expect((await service.get('/api/activities/@poster')).body).toEqual([second.body, answer.body]);
    service.setTime(new Date(startTime.getTime() + 3_600_000));
    expect((await service.get('/api/activities/@poster')).body).toEqual([]);
    service.setTime(startTime);
  });

  test('without an identity the original’s user posts', async () => {
    const answer = await service.post('/api/activities', { message: 'mine', ttl: '1-hour' });
    expect(answer.body).toMatchObject({ handle: 'andrewbrown', display_name: 'Andrew Brown' });
  });

  test('replies nest oldest first, are counted, do not enter home, and notify the author', async () => {
    const { uuid } = toActivity(await post('discuss', 'author'));
    const reply = (to: string, message: string, userHandle: string): Promise<Answer> =>
      service.post(`/api/activities/${to}/reply`, { message }, { 'x-user-handle': userHandle });
    const one = await reply(uuid, 'one', 'answerer');
    expect(one).toMatchObject({ status: 200, body: { reply_to_activity_uuid: uuid, expires_at: null } });
    await reply(uuid, 'two', 'author');
    await reply(toActivity(one).uuid, 'one and a half', 'third');

    const { body } = await service.get(`/api/activities/${uuid}`);
    expect(body).toMatchObject([
      {
        replies_count: 2,
        replies: [
          { message: 'one', replies_count: 1, replies: [{ message: 'one and a half' }] },
          { message: 'two', replies_count: 0, replies: [] },
        ],
      },
    ]);
    expect(toMessages(await service.get('/api/activities/home'))).not.toContain('one');
    const notifications = (handle: string): Promise<Answer> =>
      service.get('/api/activities/notifications', { 'x-user-handle': handle });
    expect((await notifications('author')).body).toEqual(body);
    expect(toMessages(await notifications('answerer'))).toEqual(['one']);
    expect(toMessages(await notifications('third'))).toEqual([]);
  });

  test('replies are bounded in depth and number, and still counted', async () => {
    const { uuid } = toActivity(await post('deep', 'deep'));
    let parent = uuid;
    for (let depth = 1; depth <= limits.replyDepth + 1; depth += 1) {
      const answer = await service.post(`/api/activities/${parent}/reply`, { message: `level ${depth}` });
      parent = toActivity(answer).uuid;
    }
    let { body } = await service.get(`/api/activities/${uuid}`);
    for (let depth = 1; depth <= limits.replyDepth; depth += 1) {
      [{ replies: body }] = z.tuple([z.object({ replies: z.array(z.unknown()) })]).parse(body);
    }
    expect(body).toMatchObject([{ message: `level ${limits.replyDepth}`, replies_count: 1, replies: [] }]);

    for (let count = 0; count < limits.repliesPerActivity; count += 1) {
      await service.post(`/api/activities/${uuid}/reply`, { message: `reply ${count}` });
    }
    const [shown] = z.tuple([activitySchema]).parse((await service.get(`/api/activities/${uuid}`)).body);
    expect(shown.replies_count).toBe(limits.repliesPerActivity + 1);
    expect(shown.replies).toHaveLength(limits.repliesPerActivity);
    expect(shown.replies.at(-1)?.message).toBe(`reply ${limits.repliesPerActivity - 1}`);
  });

  test('a feed is bounded and keeps the latest', async () => {
    for (let count = 0; count <= limits.resultRows; count += 1) await post(`post ${count}`, 'prolific');
    const messages = toMessages(await service.get('/api/activities/@prolific'));
    expect(messages).toHaveLength(limits.resultRows);
    expect([messages.at(0), messages.at(-1)]).toEqual([`post ${limits.resultRows}`, 'post 1']);
  });

  test('the first message between two users begins their one conversation', async () => {
    const send = (from: string, to: string, message: string): Promise<Answer> =>
      service.post('/api/messages', { message, user_receiver_handle: to }, { 'x-user-handle': from });
    const sent = await send('zoe', 'amy', 'hello');
    expect(messageSchema.parse(sent.body)).toMatchObject({ handle: 'zoe', message: 'hello' });
    await Promise.all([send('amy', 'zoe', 'hi'), send('zoe', 'amy', 'how are you?')]);
    const groupsOf = (handle: string): Promise<Answer> =>
      service.get('/api/message_groups', { 'x-user-handle': handle });
    expect((await groupsOf('zoe')).body).toMatchObject([{ handle: 'amy' }]);
    expect((await groupsOf('amy')).body).toMatchObject([{ handle: 'zoe' }]);
    const thread = await service.get('/api/messages/@zoe', { 'x-user-handle': 'amy' });
    expect(toMessages(thread)[0]).toBe('hello');
    expect(toMessages(thread).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'hello',
      'hi',
      'how are you?',
    ]);
    expect(toMessages(await service.get('/api/messages/@amy', { 'x-user-handle': 'worf' }))).toEqual([]);
  });

  test('first posts of one user at the same time all succeed', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((count) => post(`at once ${count}`, 'newcomer')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  const hostile = [
    `'; drop table users; --`,
    '100 %',
    'a_b',
    String.raw`back\slash`,
    '"quoted"',
    '🖖'.repeat(280),
  ];

  test.each(hostile)('%s is stored, listed and found as it is', async (message) => {
    expect(await post(message, 'hostile')).toMatchObject({ status: 200, body: { message } });
    expect(toMessages(await service.get('/api/activities/@hostile'))[0]).toBe(message);
    const term = encodeURIComponent(message.slice(0, limits.searchTermCodePoints));
    expect(toMessages(await service.get(`/api/activities/search?term=${term}`))).toContain(message);
  });

  test.each([
    ['%', ['100 %']],
    ['_', ['a_b']],
    ['\\', [String.raw`back\slash`]],
    ['%%', []],
  ])('searching for %s matches it literally', async (term, expected) => {
    const { body } = await service.get(`/api/activities/search?term=${encodeURIComponent(term)}`);
    expect(toMessages({ status: 200, body })).toEqual(expected);
  });

  test('search does not mind the case', async () => {
    expect(toMessages(await service.get('/api/activities/search?term=PRUNE'))).toEqual([
      'I am out of prune juice',
    ]);
  });

  test('search finds what contains the term, whatever signs it is made of', async () => {
    const text = fc.string({
      unit: fc.constantFrom('%', '_', '\\', "'", '"', '7', '8', '🖖'),
      minLength: 1,
      maxLength: 5,
    });
    const messages = fc.sample(text, { numRuns: 60, seed: 4568 }).map((message) => `~${message}`);
    for (const message of messages) await post(message, 'signs');
    const property = fc.asyncProperty(text, async (part) => {
      const term = encodeURIComponent(part);
      const found = toMessages(await service.get(`/api/activities/search?term=${term}`));
      const ours = found.filter((message) => message.startsWith('~')).toReversed();
      expect(ours).toEqual(messages.filter((message) => message.includes(part)));
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
