import type { Span } from '../span.ts';

/** What went wrong, in X-Ray's words. Absent means no. */
export interface Outcome {
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly throttle?: boolean;
}

/** An HTTP status of 400 to 599 decides alone: 5xx is a fault, 4xx an error, 429 a throttle too. Else the span's status. */
export function toExpectedOutcome(span: Span): Outcome {
  const status = span.attributes['http.response.status_code'] ?? span.attributes['http.status_code'];
  if (typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600) {
    return status >= 500 ? { fault: true } : { error: true, throttle: status === 429 };
  }
  return { fault: span.status === 'error' };
}

export function describeOutcome({ fault, error, throttle }: Outcome): string {
  const words = [
    ...(fault === true ? ['fault'] : []),
    ...(error === true ? ['error'] : []),
    ...(throttle === true ? ['throttle'] : []),
  ];
  return words.length === 0 ? 'ok' : words.join(', ');
}
