import type { NewActivityRow } from './activity-row.ts';
import type { NewMessageRow } from './message-row.ts';
import type { Feed } from './rows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Uuids of the seeded rows. The original used some uuids for two rows; there the later feed's row has one of its own.
 */
const seedUuids = {
  homeCloud: '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  homeCloudReply: '26e12864-1c26-5c3a-9658-97a10f8fea67',
  homePrunes: '66e12864-8c26-4c3a-9658-95a10f8fea67',
  homeTailor: '248959df-3079-4947-b847-9e0892d1bab4',
  notification: 'b1a5c7de-2f04-4c55-9d0e-6f1f6a3f7c01',
  notificationReply: 'b1a5c7de-2f04-4c55-9d0e-6f1f6a3f7c02',
  userFeed: 'b1a5c7de-2f04-4c55-9d0e-6f1f6a3f7c03',
  groupAndrew: '24b95582-9e7b-4e0a-9ad1-639773ab7552',
  groupWorf: '417c360e-c4e6-4fce-873b-d2d71469b4ac',
  messageCloud: '4e81c06a-db0f-4281-b4cc-98208537772a',
  messagePlatform: 'b1a5c7de-2f04-4c55-9d0e-6f1f6a3f7c04',
} as const;

export interface SeedRows {
  readonly users: readonly { readonly handle: string; readonly displayName: string }[];
  readonly activities: readonly (NewActivityRow & { readonly likesCount?: number })[];
  readonly feedEntries: readonly { readonly feed: Feed; readonly activityUuid: string }[];
  readonly messageGroups: readonly {
    readonly uuid: string;
    readonly firstHandle: string;
    readonly secondHandle: string;
    readonly createdAt: Date;
  }[];
  readonly messages: readonly NewMessageRow[];
}

/**
 * The mock rows of the original, relative to `now`. Lists show the latest written row first, so rows are written
 * in reverse: a new post then lands above them. The mocks' own times would sort home differently.
 */
export function createSeedRows(now: Date): SeedRows {
  const at = (offsetMs: number): Date => new Date(now.getTime() + offsetMs);
  return {
    users: [
      { handle: 'andrewbrown', displayName: 'Andrew Brown' },
      { handle: 'worf', displayName: 'Worf' },
      { handle: 'garek', displayName: 'Garek' },
      { handle: 'coco', displayName: 'Coco' },
    ],
    activities: [
      {
        uuid: seedUuids.homeTailor,
        userHandle: 'garek',
        message: 'My dear doctor, I am just simple tailor',
        createdAt: at(-hourMs),
        expiresAt: at(12 * hourMs),
        replyToActivityUuid: null,
      },
      {
        uuid: seedUuids.homePrunes,
        userHandle: 'worf',
        message: 'I am out of prune juice',
        createdAt: at(-7 * dayMs),
        expiresAt: at(9 * dayMs),
        replyToActivityUuid: null,
      },
      {
        uuid: seedUuids.homeCloud,
        userHandle: 'andrewbrown',
        message: 'Cloud is very fun!',
        likesCount: 5,
        createdAt: at(-2 * dayMs),
        expiresAt: at(5 * dayMs),
        replyToActivityUuid: null,
      },
      {
        uuid: seedUuids.homeCloudReply,
        userHandle: 'worf',
        message: 'This post has no honor!',
        replyToActivityUuid: seedUuids.homeCloud,
        createdAt: at(-2 * dayMs),
        expiresAt: null,
      },
      {
        uuid: seedUuids.notification,
        userHandle: 'coco',
        message: 'I am white unicorn',
        likesCount: 5,
        createdAt: at(-2 * dayMs),
        expiresAt: at(5 * dayMs),
        replyToActivityUuid: null,
      },
      {
        uuid: seedUuids.notificationReply,
        userHandle: 'worf',
        message: 'This post has no honor!',
        replyToActivityUuid: seedUuids.notification,
        createdAt: at(-2 * dayMs),
        expiresAt: null,
      },
      {
        uuid: seedUuids.userFeed,
        userHandle: 'andrewbrown',
        message: 'Cloud is fun!',
        createdAt: at(-dayMs),
        expiresAt: at(31 * dayMs),
        replyToActivityUuid: null,
      },
    ],
    feedEntries: [
      { feed: 'home', activityUuid: seedUuids.homeTailor },
      { feed: 'home', activityUuid: seedUuids.homePrunes },
      { feed: 'home', activityUuid: seedUuids.homeCloud },
      { feed: 'notifications:andrewbrown', activityUuid: seedUuids.notification },
      // One row a user, as the original answers; Andrew's is the mock's own and not his post on home.
      { feed: 'user:andrewbrown', activityUuid: seedUuids.userFeed },
      { feed: 'user:worf', activityUuid: seedUuids.homePrunes },
      { feed: 'user:garek', activityUuid: seedUuids.homeTailor },
      { feed: 'user:coco', activityUuid: seedUuids.notification },
    ],
    messageGroups: [
      { uuid: seedUuids.groupWorf, firstHandle: 'andrewbrown', secondHandle: 'worf', createdAt: now },
      {
        uuid: seedUuids.groupAndrew,
        firstHandle: 'andrewbrown',
        secondHandle: 'andrewbrown',
        createdAt: now,
      },
    ],
    messages: [
      {
        uuid: seedUuids.messageCloud,
        messageGroupUuid: seedUuids.groupWorf,
        senderHandle: 'andrewbrown',
        message: 'Cloud is fun!',
        createdAt: now,
      },
      {
        uuid: seedUuids.messagePlatform,
        messageGroupUuid: seedUuids.groupWorf,
        senderHandle: 'andrewbrown',
        message: 'This platform is great!',
        createdAt: now,
      },
    ],
  };
}
