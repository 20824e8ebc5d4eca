import { z } from 'zod';
import { limits } from '../limits.ts';
import { activityUuidInput, handleInput, textInput } from './fields.ts';
import { validate, type Validation } from './validation.ts';

/** A reply that is about to be created. */
export interface NewReply {
  readonly user_handle: string;
  readonly activity_uuid: string;
  readonly message: string;
}

const message = textInput(
  { blank: 'message_blank', invalid: 'message_invalid', tooLong: 'message_exceed_max_chars' },
  limits.replyMessageCodePoints,
);

const newReply: z.ZodType<NewReply> = z.object({
  user_handle: handleInput('user_handle_blank', 'user_handle_invalid'),
  activity_uuid: activityUuidInput,
  message,
});

export const newReplyBodySchema: z.ZodType<Pick<NewReply, 'message'>> = z
  .object({ message })
  .meta({ id: 'NewReply' });

export function validateNewReply(
  body: Readonly<Record<string, unknown>>,
  activityUuid: string,
  userHandle: string,
): Validation<NewReply> {
  return validate(newReply, { ...body, activity_uuid: activityUuid, user_handle: userHandle });
}
