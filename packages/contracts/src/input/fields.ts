import { z } from 'zod';
import { countCodePoints } from '../code-points.ts';
import type { ValidationCode } from '../error-codes.ts';
import { limits } from '../limits.ts';
import { handlePattern } from '../schemas/fields.ts';

/** Missing and `null` are blank; any other type is invalid. Blank text is refused before its shape is looked at. */
function presentString(blank: ValidationCode, invalid: ValidationCode): z.ZodString {
  return z.string({ error: ({ input }) => (input === undefined || input === null ? blank : invalid) });
}

/** Free text. NUL and unpaired surrogates are refused because no database text column can hold them. */
export function textInput(
  codes: {
    readonly blank: ValidationCode;
    readonly invalid: ValidationCode;
    readonly tooLong: ValidationCode;
  },
  maxCodePoints: number,
): z.ZodType<string> {
  return presentString(codes.blank, codes.invalid)
    .superRefine((text, context) => {
      if (text.trim() === '') context.addIssue(codes.blank);
      else if (text.includes('\0') || !text.isWellFormed()) context.addIssue(codes.invalid);
      else if (countCodePoints(text) > maxCodePoints) context.addIssue(codes.tooLong);
    })
    .meta({
      minLength: 1,
      maxLength: maxCodePoints,
      description: `Not blank; at most ${maxCodePoints} Unicode code points; no NUL, no unpaired surrogate.`,
    });
}

export function handleInput(blank: ValidationCode, invalid: ValidationCode): z.ZodType<string> {
  return presentString(blank, invalid)
    .superRefine((handle, context) => {
      if (handle.trim() === '') context.addIssue(blank);
      else if (handle.length > limits.handleCodePoints || !handlePattern.test(handle))
        context.addIssue(invalid);
    })
    .meta({
      minLength: 1,
      maxLength: limits.handleCodePoints,
      pattern: handlePattern.source,
      example: 'andrewbrown',
    });
}

const uuid = z.guid();

export const activityUuidInput: z.ZodType<string> = presentString(
  'activity_uuid_blank',
  'activity_uuid_invalid',
)
  .superRefine((text, context) => {
    if (text.trim() === '') context.addIssue('activity_uuid_blank');
    else if (!uuid.safeParse(text).success) context.addIssue('activity_uuid_invalid');
  })
  .meta({ format: 'uuid', example: '68f126b0-1ceb-4a33-88be-d90fa7109eee' });
