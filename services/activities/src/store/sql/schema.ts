import {
  type AnyPgColumn,
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

/*
 * After a change here, write the migration for it (in services/activities) with
 *   npx drizzle-kit@0.31.11 generate --dialect postgresql --schema src/store/sql/schema.ts --out migrations --name <what-it-does>
 * `position` numbers the rows of a table in the order in which they were written. It is the order of every list of
 * the API and, unlike a time, never ambiguous.
 */
const position = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull();
const createdAt = () => timestamp('created_at', { withTimezone: true, precision: 3 }).notNull();

export const users = pgTable('users', {
  handle: text().primaryKey(),
  displayName: text('display_name').notNull(),
});

/** Posts and replies. */
export const activities = pgTable(
  'activities',
  {
    uuid: uuid().primaryKey(),
    position: position(),
    userHandle: text('user_handle')
      .notNull()
      .references(() => users.handle),
    message: text().notNull(),
    replyToActivityUuid: uuid('reply_to_activity_uuid').references((): AnyPgColumn => activities.uuid),
    likesCount: integer('likes_count').notNull().default(0),
    repostsCount: integer('reposts_count').notNull().default(0),
    createdAt: createdAt(),
    expiresAt: timestamp('expires_at', { withTimezone: true, precision: 3 }),
  },
  (table) => [
    index('activities_replies').on(table.replyToActivityUuid, table.position),
    index('activities_position').on(table.position),
  ],
);

/** Which activity shows in which feed; `feeds.ts` names the feeds. */
export const feedEntries = pgTable(
  'feed_entries',
  {
    feed: text().notNull(),
    position: position(),
    activityUuid: uuid('activity_uuid')
      .notNull()
      .references(() => activities.uuid),
  },
  (table) => [
    primaryKey({ name: 'feed_entries_key', columns: [table.feed, table.activityUuid] }),
    index('feed_entries_position').on(table.feed, table.position),
  ],
);

/** A conversation between two users, or of one with themselves; `firstHandle` is the lesser of the two. */
export const messageGroups = pgTable(
  'message_groups',
  {
    uuid: uuid().primaryKey(),
    position: position(),
    firstHandle: text('first_handle')
      .notNull()
      .references(() => users.handle),
    secondHandle: text('second_handle')
      .notNull()
      .references(() => users.handle),
    createdAt: createdAt(),
  },
  (table) => [
    unique('message_groups_pair').on(table.firstHandle, table.secondHandle),
    index('message_groups_second').on(table.secondHandle),
  ],
);

export const messages = pgTable(
  'messages',
  {
    uuid: uuid().primaryKey(),
    position: position(),
    messageGroupUuid: uuid('message_group_uuid')
      .notNull()
      .references(() => messageGroups.uuid),
    senderHandle: text('sender_handle')
      .notNull()
      .references(() => users.handle),
    message: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('messages_group').on(table.messageGroupUuid, table.position)],
);
