import { z } from 'zod';
import { handleSchema, timestampSchema, uuidSchema } from './fields.ts';

/** A direct message; `handle` and `display_name` are the sender's. */
export interface Message {
  readonly uuid: string;
  readonly display_name: string;
  readonly handle: string;
  readonly message: string;
  /** ISO 8601 with offset. */
  readonly created_at: string;
}

export const messageSchema: z.ZodType<Message> = z
  .object({
    uuid: uuidSchema,
    display_name: z.string().meta({ description: 'Name of the sender.', example: 'Andrew Brown' }),
    handle: handleSchema,
    message: z.string(),
    created_at: timestampSchema,
  })
  .meta({ id: 'Message', description: 'A direct message; handle and display_name are the sender’s.' });

/** A conversation of the caller; `handle` and `display_name` are the other side's. */
export interface MessageGroup {
  readonly uuid: string;
  readonly display_name: string;
  readonly handle: string;
  /** ISO 8601 with offset. */
  readonly created_at: string;
}

export const messageGroupSchema: z.ZodType<MessageGroup> = z
  .object({
    uuid: uuidSchema,
    display_name: z.string().meta({ description: 'Name of the other side.', example: 'Worf' }),
    handle: handleSchema,
    created_at: timestampSchema,
  })
  .meta({
    id: 'MessageGroup',
    description: 'A conversation of the caller; handle and display_name are the other side’s.',
  });
