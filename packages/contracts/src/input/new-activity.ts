import { z } from 'zod';
import { limits } from '../limits.ts';
import { isTimeToLive, timeToLiveMs, type TimeToLive } from '../time-to-live.ts';
import { handleInput, textInput } from './fields.ts';
import { validate, type Validation } from './validation.ts';

/** A post that is about to be created. */
export interface NewActivity {
  readonly ttl: TimeToLive;
  readonly user_handle: string;
  readonly message: string;
}

const ttl: z.ZodType<TimeToLive> = z
  .enum(Object.keys(timeToLiveMs).filter(isTimeToLive), { error: 'ttl_blank' })
  .meta({ description: 'How long the post stays listed.' });

const message = textInput(
  { blank: 'message_blank', invalid: 'message_invalid', tooLong: 'message_exceed_max_chars' },
  limits.activityMessageCodePoints,
);

const newActivity: z.ZodType<NewActivity> = z.object({
  ttl,
  user_handle: handleInput('user_handle_blank', 'user_handle_invalid'),
  message,
});

export const newActivityBodySchema: z.ZodType<Omit<NewActivity, 'user_handle'>> = z
  .object({ message, ttl })
  .meta({ id: 'NewActivity' });

export function validateNewActivity(
  body: Readonly<Record<string, unknown>>,
  userHandle: string,
): Validation<NewActivity> {
  return validate(newActivity, { ...body, user_handle: userHandle });
}
