import { z } from 'zod';
import { limits } from '../limits.ts';
import { handleInput, textInput } from './fields.ts';
import { validate, type Validation } from './validation.ts';

/** A direct message that is about to be sent. */
export interface NewMessage {
  readonly user_sender_handle: string;
  readonly user_receiver_handle: string;
  readonly message: string;
}

const message = textInput(
  { blank: 'message_blank', invalid: 'message_invalid', tooLong: 'message_exceed_max_chars' },
  limits.directMessageCodePoints,
);
const receiver = handleInput('user_reciever_handle_blank', 'user_reciever_handle_invalid');

const newMessage: z.ZodType<NewMessage> = z.object({
  user_sender_handle: handleInput('user_sender_handle_blank', 'user_handle_invalid'),
  user_receiver_handle: receiver,
  message,
});

export const newMessageBodySchema: z.ZodType<Omit<NewMessage, 'user_sender_handle'>> = z
  .object({ message, user_receiver_handle: receiver })
  .meta({
    id: 'NewMessage',
    description: 'The original’s misspelt user_reciever_handle is accepted in place of user_receiver_handle.',
  });

export function validateNewMessage(
  body: Readonly<Record<string, unknown>>,
  senderHandle: string,
): Validation<NewMessage> {
  return validate(newMessage, {
    ...body,
    user_receiver_handle: body['user_receiver_handle'] ?? body['user_reciever_handle'],
    user_sender_handle: senderHandle,
  });
}
