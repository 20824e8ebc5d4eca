import type { Rows } from '../rows.ts';
import { insertActivity, searchActivities, selectActivity } from './activities.ts';
import type { Database } from './database.ts';
import { enterIntoFeeds, selectFeed } from './feeds.ts';
import { ensureMessageGroup, insertMessage, selectMessageGroups, selectMessages } from './messages.ts';
import { selectReplies } from './replies.ts';
import { ensureUser } from './users.ts';

/** The rows of one database or of one transaction in it. */
export function createSqlRows(database: Database): Rows {
  return {
    selectFeed: (feed, now) => selectFeed(database, feed, now),
    selectActivity: (uuid, now) => selectActivity(database, uuid, now),
    searchActivities: (term, now) => searchActivities(database, term, now),
    selectReplies: (parentUuids) => selectReplies(database, parentUuids),
    insertActivity: (row) => insertActivity(database, row),
    enterIntoFeeds: (activityUuid, feeds) => enterIntoFeeds(database, activityUuid, feeds),
    ensureUser: (handle) => ensureUser(database, handle),
    selectMessageGroups: (handle) => selectMessageGroups(database, handle),
    selectMessages: (handle, otherHandle) => selectMessages(database, handle, otherHandle),
    ensureMessageGroup: (handles, newUuid, now) => ensureMessageGroup(database, handles, newUuid, now),
    insertMessage: (row) => insertMessage(database, row),
  };
}
