/**
 * Limits of the API. Text is measured in Unicode code points, as the original did: an emoji such as 🖖 counts 1,
 * although it is two UTF-16 units in JavaScript.
 */
export const limits = {
  /** `message` of a post. */
  activityMessageCodePoints: 280,
  /** `message` of a reply. */
  replyMessageCodePoints: 1024,
  /** `message` of a direct message. */
  directMessageCodePoints: 1024,
  handleCodePoints: 50,
  searchTermCodePoints: 200,
  /** Body of any request. */
  bodyBytes: 65_536,
  /** Rows in one answer, newest first; older rows are left out. */
  resultRows: 100,
  /** Direct replies nested under one activity, newest kept; `replies_count` still counts them all. */
  repliesPerActivity: 50,
  /** Levels of nested `replies`; deeper ones are seen by asking for the reply itself. */
  replyDepth: 3,
  /** How long a fault may make an answer take. */
  faultDelayMs: 30_000,
} as const;
