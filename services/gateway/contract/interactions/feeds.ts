import { Matchers } from '@pact-foundation/pact';
import { post, postUuid, postWithReplies } from './answers.ts';
import { seeded, toInteraction, toRefusal, type GatewayInteraction, type Operation } from './operation.ts';

const { eachLike } = Matchers;

const feedAttributes = { 'app.now': { type: 'string' }, 'app.result_length': { type: 'number' } } as const;

export const homeFeed: Operation = {
  description: 'the home feed',
  operationId: 'homeFeed',
  given: seeded,
  publicRequest: { path: '/api/activities/home' },
  answer: eachLike(post),
  domainSpans: [{ kind: 'internal', name: 'home-activities-mock-data', attributes: feedAttributes }],
};

export const notifications: Operation = {
  description: 'the notifications of the caller',
  operationId: 'notifications',
  given: seeded,
  publicRequest: { path: '/api/activities/notifications' },
  answer: eachLike(postWithReplies),
};

export const search: Operation = {
  description: 'a search that finds something',
  operationId: 'search',
  given: seeded,
  publicRequest: { path: '/api/activities/search?term=tailor' },
  answer: eachLike(post),
};

export const userFeed: Operation = {
  description: 'the feed of a user',
  operationId: 'userFeed',
  given: seeded,
  publicRequest: { path: '/api/activities/@andrewbrown' },
  answer: eachLike(post),
  domainSpans: [{ kind: 'internal', name: 'mock-data', attributes: feedAttributes }],
};

export const showActivity: Operation = {
  description: 'one activity with its replies',
  operationId: 'showActivity',
  given: seeded,
  publicRequest: { path: `/api/activities/${postUuid}` },
  // Exactly one.
  answer: [postWithReplies],
};

export const feedInteractions: readonly GatewayInteraction[] = [
  ...[homeFeed, notifications, search, userFeed, showActivity].map(toInteraction),
  toInteraction({
    ...search,
    description: 'a search that finds nothing',
    publicRequest: { path: '/api/activities/search?term=no%20such%20word' },
    answer: [],
  }),
  toInteraction({
    ...userFeed,
    description: 'the feed of a user that does not exist',
    publicRequest: { path: '/api/activities/@nobody' },
    answer: [],
  }),
  toRefusal(
    {
      ...showActivity,
      description: 'an activity that does not exist',
      publicRequest: { path: '/api/activities/00000000-0000-4000-8000-000000000000' },
    },
    'activity_not_found',
  ),
];
