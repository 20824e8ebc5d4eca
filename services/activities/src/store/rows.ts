import type { ActivityRow, NewActivityRow } from './activity-row.ts';
import type { MessageGroupRow, MessageRow, NewMessageRow } from './message-row.ts';

/** Name of a list of activities. A post is entered into feeds when it is written, so reading a feed is one look-up. */
export type Feed = 'home' | `user:${string}` | `notifications:${string}`;

/** What the verbs read and write: every kind of store has these, with the same answers, orders and limits. */
export interface Rows {
  /** The activities of a feed that have not expired, latest entered first. */
  readonly selectFeed: (feed: Feed, now: Date) => Promise<readonly ActivityRow[]>;
  /** An activity that has not expired. */
  readonly selectActivity: (uuid: string, now: Date) => Promise<ActivityRow | undefined>;
  /** Posts and replies whose message contains `term` literally, whatever its case; latest first. */
  readonly searchActivities: (term: string, now: Date) => Promise<readonly ActivityRow[]>;
  /** The newest replies of each of these activities, oldest first. */
  readonly selectReplies: (parentUuids: readonly string[]) => Promise<readonly ActivityRow[]>;
  readonly insertActivity: (row: NewActivityRow) => Promise<void>;
  /** An activity that is in a feed already keeps its place. */
  readonly enterIntoFeeds: (activityUuid: string, feeds: readonly Feed[]) => Promise<void>;
  /** A user's name. Who acts for the first time is entered under their handle, until profiles exist. */
  readonly ensureUser: (handle: string) => Promise<string>;
  /** The conversations of `handle`, latest begun first, each under the name of the other side. */
  readonly selectMessageGroups: (handle: string) => Promise<readonly MessageGroupRow[]>;
  /**
   * The latest messages, oldest first, of the conversations in which both `handle` and `otherHandle` take part.
   * For someone's own handle these are all of their conversations.
   */
  readonly selectMessages: (handle: string, otherHandle: string) => Promise<readonly MessageRow[]>;
  /** The uuid of the conversation between two users, begun under `newUuid` if there is none. */
  readonly ensureMessageGroup: (
    handles: readonly [string, string],
    newUuid: string,
    now: Date,
  ) => Promise<string>;
  readonly insertMessage: (row: NewMessageRow) => Promise<void>;
}
