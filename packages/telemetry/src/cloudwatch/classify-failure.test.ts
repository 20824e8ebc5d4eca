import { expect, test } from 'vitest';
import { classifyFailure, type FailureKind } from './classify-failure.ts';

test.for<readonly [string, number | undefined, FailureKind]>([
  ['ThrottlingException', 400, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['anything', 429, 'throttled'],
  ['ServiceUnavailableException', 503, 'transient'],
  ['InternalFailure', 500, 'transient'],
  // The SDK's name for an answer in HTML; only its status tells what it is.
  ['SyntaxError', 503, 'transient'],
  ['InvalidParameterException', 503, 'transient'],
  ['ECONNRESET', undefined, 'transient'],
  ['TimeoutError', undefined, 'transient'],
  ['AbortError', undefined, 'transient'],
  ['ExpiredTokenException', 400, 'credentials'],
  ['ExpiredToken', 403, 'credentials'],
  ['UnrecognizedClientException', 400, 'denied'],
  ['AccessDeniedException', 400, 'denied'],
  ['InvalidSignatureException', 400, 'denied'],
  ['CredentialsProviderError', undefined, 'denied'],
  ['anything', 403, 'denied'],
  ['OperationAbortedException', 400, 'conflict'],
  ['LimitExceededException', 400, 'quota'],
  ['ResourceNotFoundException', 400, 'missing'],
  ['ResourceAlreadyExistsException', 400, 'exists'],
  ['InvalidParameterException', 400, 'invalid'],
  ['ValidationException', 400, 'invalid'],
  ['SerializationException', 400, 'invalid'],
  ['anything', 413, 'invalid'],
  ['SomethingNew', 400, 'transient'],
])('G8: %s with status %s is %s', ([code, statusCode, expected]) => {
  expect(classifyFailure({ code, statusCode, message: '' })).toBe(expected);
});
