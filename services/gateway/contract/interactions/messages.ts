import { Matchers } from '@pact-foundation/pact';
import { message, messageGroup } from './answers.ts';
import { seeded, toInteraction, type GatewayInteraction, type Operation } from './operation.ts';

const { eachLike } = Matchers;

export const messageGroups: Operation = {
  description: 'the conversations of the caller',
  operationId: 'messageGroups',
  given: seeded,
  publicRequest: { path: '/api/message_groups' },
  answer: eachLike(messageGroup),
};

export const messages: Operation = {
  description: 'the messages with a user',
  operationId: 'messages',
  given: seeded,
  publicRequest: { path: '/api/messages/@worf' },
  answer: eachLike(message),
};

export const createMessage: Operation = {
  description: 'a new message',
  operationId: 'createMessage',
  given: seeded,
  publicRequest: { path: '/api/messages', body: { message: 'hello', user_receiver_handle: 'worf' } },
  answer: message,
};

export const messageInteractions: readonly GatewayInteraction[] = [
  ...[messageGroups, messages, createMessage].map(toInteraction),
  toInteraction({
    ...messages,
    description: 'the messages with a user that does not exist',
    publicRequest: { path: '/api/messages/@nobody' },
    answer: [],
  }),
  toInteraction({
    ...createMessage,
    description: 'a new message without text to nobody',
    publicRequest: { path: '/api/messages', body: { message: '', user_receiver_handle: '' } },
    status: 422,
    answer: ['user_reciever_handle_blank', 'message_blank'],
  }),
];
