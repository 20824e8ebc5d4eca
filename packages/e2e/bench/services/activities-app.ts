import { Hono } from 'hono';
import type { Variant } from '../variants/variant.ts';

/** Answers the home feed from memory, in the shape of the seeds: three activities, one with a reply. */
export function createActivitiesApp(variant: Variant): Hono {
  const app = new Hono();
  if (variant.middleware !== undefined) app.use(variant.middleware);
  app.get('/api/activities/home', (context) => context.json(homeFeed));
  return app;
}

const counts = { likes_count: 0, replies_count: 0, reposts_count: 0 };

const homeFeed = [
  {
    uuid: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
    handle: 'andrewbrown',
    display_name: 'Andrew Brown',
    message: 'Cloud is very fun!',
    created_at: '2026-11-19T10:00:00.000000+00:00',
    expires_at: '2026-11-26T10:00:00.000000+00:00',
    ...counts,
    likes_count: 5,
    replies_count: 1,
    replies: [
      {
        uuid: '26e12864-1c26-5c3a-9658-97a10f8fea67',
        reply_to_activity_uuid: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
        handle: 'worf',
        display_name: 'Worf',
        message: 'This post has no honor!',
        created_at: '2026-11-19T10:00:00.000000+00:00',
        ...counts,
        replies: [],
      },
    ],
  },
  {
    uuid: '66e12864-8c26-4c3a-9658-95a10f8fea67',
    handle: 'worf',
    display_name: 'Worf',
    message: 'I am out of prune juice',
    created_at: '2026-11-14T10:00:00.000000+00:00',
    expires_at: '2026-11-30T10:00:00.000000+00:00',
    ...counts,
    replies: [],
  },
  {
    uuid: '248959df-3079-4947-b847-9e0892d1bab4',
    handle: 'garek',
    display_name: 'Garek',
    message: 'My dear doctor, I am just simple tailor',
    created_at: '2026-11-21T09:00:00.000000+00:00',
    expires_at: '2026-11-21T22:00:00.000000+00:00',
    ...counts,
    replies: [],
  },
];
