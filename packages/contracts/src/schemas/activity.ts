import { z } from 'zod';
import { handleSchema, timestampSchema, uuidSchema } from './fields.ts';

/** A post or a reply. Every endpoint that answers with activities uses this full field set. */
export interface Activity {
  readonly uuid: string;
  /** Name of the author, for people: `Andrew Brown`. */
  readonly display_name: string;
  /** Handle of the author: `andrewbrown`. */
  readonly handle: string;
  readonly message: string;
  /** ISO 8601 with offset. */
  readonly created_at: string;
  /** ISO 8601 with offset; `null` for replies, which do not expire. */
  readonly expires_at: string | null;
  readonly likes_count: number;
  readonly replies_count: number;
  readonly reposts_count: number;
  /** Newest last; bounded in number and depth by `limits`. */
  readonly replies: readonly Activity[];
  /** The activity that this one answers; `null` for a post. */
  readonly reply_to_activity_uuid: string | null;
}

const count = z.int().min(0);

export const activitySchema: z.ZodType<Activity> = z
  .object({
    uuid: uuidSchema,
    display_name: z.string().meta({ description: 'Name of the author.', example: 'Andrew Brown' }),
    handle: handleSchema,
    message: z.string(),
    created_at: timestampSchema,
    expires_at: timestampSchema.nullable(),
    likes_count: count,
    replies_count: count,
    reposts_count: count,
    get replies(): z.ZodType<readonly Activity[]> {
      return z.array(activitySchema);
    },
    reply_to_activity_uuid: uuidSchema.nullable(),
  })
  .meta({ id: 'Activity', description: 'A post or a reply.' });
