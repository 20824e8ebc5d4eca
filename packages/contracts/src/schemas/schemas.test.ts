import { expect, test } from 'vitest';
import { activitySchema, type Activity } from './activity.ts';
import { errorBodySchema, toErrorBody } from './error-body.ts';

const activity: Activity = {
  uuid: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  display_name: 'Andrew Brown',
  handle: 'andrewbrown',
  message: 'Cloud is very fun!',
  created_at: '2026-11-19T10:00:00.123+00:00',
  expires_at: null,
  likes_count: 5,
  replies_count: 0,
  reposts_count: 0,
  replies: [],
  reply_to_activity_uuid: null,
};

test('replies are activities, to any depth', () => {
  const nested = { ...activity, replies: [{ ...activity, replies: [activity] }] };
  expect(activitySchema.parse(nested)).toEqual(nested);
  expect(activitySchema.safeParse({ ...activity, replies: [{ ...activity, replies: {} }] }).success).toBe(
    false,
  );
});

test.each(['2026-11-19T10:00:00', '2026-11-19', 'yesterday'])(
  'timestamp %s is refused (D8)',
  (created_at) => {
    expect(activitySchema.safeParse({ ...activity, created_at }).success).toBe(false);
  },
);

test('an error body carries the trace id only when there is one', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  expect(toErrorBody('invalid_json')).toEqual({
    code: 'invalid_json',
    message: 'The request body is not valid JSON.',
  });
  expect(errorBodySchema.parse(toErrorBody('not_found', traceId))).toMatchObject({
    code: 'not_found',
    traceId,
  });
});
