import { Matchers } from '@pact-foundation/pact';
import { post, postUuid, reply } from './answers.ts';
import { seeded, toInteraction, toRefusal, type GatewayInteraction, type Operation } from './operation.ts';

export const createActivity: Operation = {
  description: 'a new post',
  operationId: 'createActivity',
  given: seeded,
  publicRequest: { path: '/api/activities', body: { message: 'Today is good', ttl: '7-days' } },
  answer: post,
};

export const replyToPost: Operation = {
  description: 'a reply to a post',
  operationId: 'reply',
  // The provider says which post: it makes one for the occasion.
  given: { state: 'a new post', parameters: { handle: 'worf' } },
  publicRequest: { path: `/api/activities/${postUuid}/reply`, body: { message: 'Qapla' } },
  path: Matchers.fromProviderState('/api/activities/${uuid}/reply', `/api/activities/${postUuid}/reply`),
  answer: reply,
};

export const postInteractions: readonly GatewayInteraction[] = [
  toInteraction(createActivity),
  toInteraction({
    ...createActivity,
    description: 'a new post without text and time to live',
    publicRequest: { path: '/api/activities', body: { message: ' ', ttl: 'forever' } },
    status: 422,
    answer: ['ttl_blank', 'message_blank'],
  }),
  toInteraction(replyToPost),
  toInteraction({
    description: 'a reply without text',
    operationId: 'reply',
    given: seeded,
    publicRequest: { path: `/api/activities/${postUuid}/reply`, body: { message: '' } },
    status: 422,
    answer: ['message_blank'],
  }),
  toRefusal(
    {
      description: 'a reply to a post that does not exist',
      operationId: 'reply',
      given: seeded,
      publicRequest: {
        path: '/api/activities/00000000-0000-4000-8000-000000000000/reply',
        body: { message: 'Qapla' },
      },
    },
    'activity_not_found',
  ),
];
