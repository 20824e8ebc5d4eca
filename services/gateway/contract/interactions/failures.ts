import { homeFeed, notifications, search, showActivity, userFeed } from './feeds.ts';
import { createMessage, messageGroups, messages } from './messages.ts';
import { toRefusal, type GatewayInteraction } from './operation.ts';
import { createActivity, replyToPost } from './posts.ts';

/** Every operation while the provider's database fails. */
export const failureInteractions: readonly GatewayInteraction[] = [
  homeFeed,
  notifications,
  search,
  userFeed,
  showActivity,
  createActivity,
  replyToPost,
  messageGroups,
  messages,
  createMessage,
].map(({ domainSpans: _domainSpans, path: _path, ...operation }) =>
  toRefusal(
    {
      ...operation,
      description: `${operation.description}, while the database fails`,
      given: { state: 'a database that fails' },
    },
    'internal_error',
  ),
);
