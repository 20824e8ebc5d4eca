import type { Rows } from '../rows.ts';
import {
  enterIntoFeeds,
  insertActivity,
  searchActivities,
  selectActivity,
  selectFeed,
  selectReplies,
} from './activities.ts';
import type { MemoryTables } from './memory-tables.ts';
import {
  ensureMessageGroup,
  ensureUser,
  insertMessage,
  selectMessageGroups,
  selectMessages,
} from './messages.ts';

export function createMemoryRows(tables: MemoryTables): Rows {
  return {
    selectFeed: async (feed, now) => selectFeed(tables, feed, now),
    selectActivity: async (uuid, now) => selectActivity(tables, uuid, now),
    searchActivities: async (term, now) => searchActivities(tables, term, now),
    selectReplies: async (parentUuids) => selectReplies(tables, parentUuids),
    insertActivity: async (row) => insertActivity(tables, row),
    enterIntoFeeds: async (activityUuid, feeds) => enterIntoFeeds(tables, activityUuid, feeds),
    ensureUser: async (handle) => ensureUser(tables, handle),
    selectMessageGroups: async (handle) => selectMessageGroups(tables, handle),
    selectMessages: async (handle, otherHandle) => selectMessages(tables, handle, otherHandle),
    ensureMessageGroup: async (handles, newUuid, now) => ensureMessageGroup(tables, handles, newUuid, now),
    insertMessage: async (row) => insertMessage(tables, row),
  };
}
