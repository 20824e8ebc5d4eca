import type { CallFailure } from './logs-client.ts';

/**
 * What to do about a failed call:
 * `transient` and `throttled` are sent again after a pause, `conflict` (somebody else is creating the same) after a short
 * one; `denied` and `quota` after a long one, and an operator is told; `credentials` after reading them again; `missing`
 * after creating group and stream; `exists` is what was wanted; `invalid` never succeeds as it is.
 */
export type FailureKind =
  | 'transient'
  | 'throttled'
  | 'conflict'
  | 'denied'
  | 'quota'
  | 'credentials'
  | 'missing'
  | 'exists'
  | 'invalid';

const byCode: readonly (readonly [RegExp, FailureKind])[] = [
  [/^ResourceNotFound/, 'missing'],
  [/^(ResourceAlreadyExists|DataAlreadyAccepted)/, 'exists'],
  [/^OperationAborted/, 'conflict'],
  [/^(ExpiredToken|TokenRefreshRequired|RequestExpired)/, 'credentials'],
  [/^(LimitExceeded|ServiceQuotaExceeded)/, 'quota'],
  [
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|BandwidthLimitExceeded)/,
    'throttled',
  ],
  [
    /^(UnrecognizedClient|AccessDenied|InvalidSignature|IncompleteSignature|SignatureDoesNotMatch|MissingAuthenticationToken|InvalidClientTokenId|NotAuthorized|OptInRequired|RequestTimeTooSkewed|CredentialsProviderError|Subscription)/,
    'denied',
  ],
  [
    /^(InvalidParameter|InvalidArgument|Validation|Serialization|MalformedInput|RequestEntityTooLarge)/,
    'invalid',
  ],
];

/** The status goes before the name where it decides alone: an answer of a proxy, or one in HTML, has any name. */
export function classifyFailure({ code, statusCode }: CallFailure): FailureKind {
  if (statusCode === undefined) return code.startsWith('CredentialsProviderError') ? 'denied' : 'transient';
  if (statusCode >= 500) return 'transient';
  if (statusCode === 429) return 'throttled';
  const known = byCode.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (statusCode === 413) return 'invalid';
  // What we do not know may pass; how often it is tried has a bound.
  return statusCode === 401 || statusCode === 403 ? 'denied' : 'transient';
}
