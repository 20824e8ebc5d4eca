import type { z } from 'zod';

/** An answer that AWS gives instead of a result. */
export class AwsError extends Error {
  readonly status: number;
  /** Such as `InvalidRequestException`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** One operation of an API: what it takes, strictly, and what it does. Throws `AwsError` to refuse. */
export type AwsOperation = (input: unknown) => unknown;

/** An operation that refuses fields which the real one does not know. */
export function defineOperation<T>(
  schema: z.ZodType<T>,
  refusal: string,
  run: (input: T) => unknown,
): AwsOperation {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(parsed.data);
    const [issue] = parsed.error.issues;
    throw new AwsError(400, refusal, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  };
}
