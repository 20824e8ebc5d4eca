/** One request to the upstream, before any attempt was made. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, already percent-encoded. */
  readonly path: string;
  /** Low-cardinality form of the path; names the CLIENT span. */
  readonly urlTemplate: string;
  /** JSON text. */
  readonly body?: string;
  readonly userHandle: string;
}

/** An answer worth passing on: a success, or an error that is the caller's own (4xx). */
interface UpstreamAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly body: string;
  /** Only headers that may be passed on. */
  readonly headers: Readonly<Record<string, string>>;
}

export type UpstreamFailureReason =
  /** No answer within the time for one attempt, or for all of them. */
  | 'timeout'
  /** Refused, reset, not resolvable, or cut off in the middle of the answer. */
  | 'connection'
  /** 502, 503 or 504. */
  | 'unavailable'
  /** Any other 5xx. */
  | 'server-error'
  /** An answer outside the contract: a redirect, not JSON, too large. */
  | 'invalid-response'
  /** Not tried: the upstream has been failing and is left alone for a moment. */
  | 'circuit-open'
  /** Not tried: too many calls are already waiting for the upstream. */
  | 'too-many-calls';

export interface UpstreamFailure {
  readonly kind: 'failure';
  readonly reason: UpstreamFailureReason;
  /** For the log; never shown to a client. */
  readonly detail: string;
  /** How long the upstream, or the circuit breaker, asks to be left alone. */
  readonly retryAfterMs?: number;
}

/** What one attempt, or all attempts together, came to. */
export type UpstreamReply = UpstreamAnswer | UpstreamFailure;

/** The client went away while the upstream was working; there is nobody left to answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}
