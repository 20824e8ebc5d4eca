/** A call to AWS that failed for good, after the SDK's own retries. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  /** The IAM action, such as `xray:CreateGroup`. */
  readonly action: string;
  /** The vendor's name of the error (`AccessDeniedException`), or the SDK's, or a system code (`ECONNREFUSED`). */
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly attempts: number;

  constructor(action: string, details: AwsFailureDetails, cause: unknown) {
    super(details.message, { cause });
    this.action = action;
    this.code = details.code;
    this.httpStatus = details.httpStatus;
    this.attempts = details.attempts;
  }
}

interface AwsFailureDetails {
  readonly message: string;
  readonly code: string;
  readonly httpStatus: number | undefined;
  readonly attempts: number;
}

/** Reads what the SDK throws, which is of many shapes. */
export function failureOf(action: string, error: unknown): AwsFailure {
  if (error instanceof AwsFailure) return error;
  const metadata = recordOf(recordOf(error)['$metadata']);
  const { httpStatusCode, attempts } = metadata;
  const systemCode = recordOf(error)['code'];
  const name = error instanceof Error ? error.name : 'Error';
  return new AwsFailure(
    action,
    {
      message: error instanceof Error ? error.message : String(error),
      // Node's own errors have a telling code and the name Error.
      code: typeof systemCode === 'string' && name === 'Error' ? systemCode : name,
      httpStatus: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
      attempts: typeof attempts === 'number' ? attempts : 1,
    },
    error,
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}; // safe: any object may be read by key
}
