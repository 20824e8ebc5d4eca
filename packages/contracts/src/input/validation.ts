import type { z } from 'zod';
import { isValidationCode, type ValidationCode } from '../error-codes.ts';

/** Either the checked input, or the code of everything that is wrong with it, in the order of the fields. */
export type Validation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly codes: readonly ValidationCode[] };

/**
 * Checks `input` against a schema whose issue messages are validation codes.
 * @throws Error if the schema reports anything else than a code: that is a bug of the schema.
 */
export function validate<T>(schema: z.ZodType<T>, input: unknown): Validation<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const codes = result.error.issues.map(({ message }) => {
    if (!isValidationCode(message))
      throw new Error(`The schema reported ${message}, which is no validation code`);
    return message;
  });
  return { ok: false, codes: [...new Set(codes)] };
}
