/** Spans of the domain. The first two are the original's, and part of the contract. */
export const spanNames = {
  homeFeed: 'home-activities-mock-data',
  userFeed: 'mock-data',
  notifications: 'list-notifications',
  search: 'search-activities',
  showActivity: 'show-activity',
  createActivity: 'create-activity',
  reply: 'create-reply',
  messageGroups: 'list-message-groups',
  messages: 'list-messages',
  createMessage: 'create-message',
  downstreamFault: 'fail-downstream',
} as const;

export const attributeNames = {
  /** ISO 8601 time at which a feed was read. */
  now: 'app.now',
  /** Number of rows that a verb answers with. */
  resultLength: 'app.result_length',
  /** Semantic conventions: handle of the caller. */
  userId: 'user.id',
} as const;
