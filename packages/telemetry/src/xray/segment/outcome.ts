import { SpanStatusCode, type SpanStatus } from '@opentelemetry/api';

/** What went wrong, in the words of X-Ray: absent means no. */
export interface Outcome {
  /** 5xx, or an error that is no HTTP status. */
  readonly fault: true | undefined;
  /** 4xx. */
  readonly error: true | undefined;
  /** 429, an error as well. */
  readonly throttle: true | undefined;
}

const ok: Outcome = { fault: undefined, error: undefined, throttle: undefined };
const fault: Outcome = { fault: true, error: undefined, throttle: undefined };
const error: Outcome = { fault: undefined, error: true, throttle: undefined };
const throttle: Outcome = { fault: undefined, error: true, throttle: true };

/** An HTTP status of 400 to 599 decides alone; the span's status where there is none, or none that failed. */
export function toOutcome(httpStatus: number | undefined, status: SpanStatus): Outcome {
  if (httpStatus !== undefined && httpStatus >= 400 && httpStatus < 600) {
    if (httpStatus >= 500) return fault;
    return httpStatus === 429 ? throttle : error;
  }
  return status.code === SpanStatusCode.ERROR ? fault : ok;
}
