import type { z } from 'zod';
import { limits } from '../limits.ts';
import { activityUuidInput, handleInput, textInput } from './fields.ts';
import { validate, type Validation } from './validation.ts';

export const pathHandleInput: z.ZodType<string> = handleInput('blank_user_handle', 'user_handle_invalid');

const callerHandleInput: z.ZodType<string> = handleInput('user_handle_blank', 'user_handle_invalid');

export const searchTermInput: z.ZodType<string> = textInput(
  {
    blank: 'search_term_blank',
    invalid: 'search_term_invalid',
    tooLong: 'search_term_exceed_max_chars',
  },
  limits.searchTermCodePoints,
);

/** The handle of a path such as `/api/activities/@worf`, without the `@`. */
export function validatePathHandle(handle: string): Validation<string> {
  return validate(pathHandleInput, handle);
}

/** The caller's handle, from the `x-user-handle` header. */
export function validateCallerHandle(handle: string): Validation<string> {
  return validate(callerHandleInput, handle);
}

export function validateSearchTerm(term: string | undefined): Validation<string> {
  return validate(searchTermInput, term);
}

/** The uuid of a path such as `/api/activities/{uuid}`. Any 8-4-4-4-12 hex form is accepted, whatever its version. */
export function validateActivityUuid(uuid: string): Validation<string> {
  return validate(activityUuidInput, uuid);
}
