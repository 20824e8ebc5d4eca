import { faultNames } from './faults/fault-names.ts';
import { limits } from './limits.ts';

interface ErrorDescription {
  readonly status: number;
  readonly meaning: string;
}

/** Codes of a 422 answer, which is a bare JSON array of them. Spellings are the original's, including `reciever`. */
export type ValidationCode =
  | 'ttl_blank'
  | 'user_handle_blank'
  | 'user_handle_invalid'
  | 'blank_user_handle'
  | 'user_sender_handle_blank'
  | 'user_reciever_handle_blank'
  | 'user_reciever_handle_invalid'
  | 'activity_uuid_blank'
  | 'activity_uuid_invalid'
  | 'message_blank'
  | 'message_invalid'
  | 'message_exceed_max_chars'
  | 'search_term_blank'
  | 'search_term_invalid'
  | 'search_term_exceed_max_chars'
  | 'fault_delay_invalid';

/** Codes of every other error answer, in the `code` of an error body. */
export type TransportCode =
  | 'invalid_json'
  | 'invalid_body'
  | 'invalid_user_handle'
  | 'not_found'
  | 'activity_not_found'
  | 'fault_not_found'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'internal_error'
  | 'upstream_error'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'request_timeout'
  | 'not_ready';

export type ErrorCode = ValidationCode | TransportCode;

const handleShape = `1 to ${limits.handleCodePoints} ASCII letters, digits, dots, hyphens or underscores`;

const validation = (meaning: string): ErrorDescription => ({ status: 422, meaning });

/** Every error code of the API: its HTTP status, and what was wrong and how to put it right. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorDescription>> = {
  ttl_blank: validation(
    'ttl is missing or is none of 30-days, 7-days, 3-days, 1-day, 12-hours, 3-hours, 1-hour.',
  ),
  user_handle_blank: validation('The x-user-handle header is blank; leave it out or name a user.'),
  user_handle_invalid: validation(`The user handle must be ${handleShape}.`),
  blank_user_handle: validation('The handle after @ in the path is blank.'),
  user_sender_handle_blank: validation(
    "The sender's x-user-handle header is blank; leave it out or name a user.",
  ),
  user_reciever_handle_blank: validation('user_receiver_handle is missing or blank.'),
  user_reciever_handle_invalid: validation(`user_receiver_handle must be ${handleShape}.`),
  activity_uuid_blank: validation('The activity uuid in the path is blank.'),
  activity_uuid_invalid: validation('The activity uuid in the path is not a UUID (8-4-4-4-12 hex digits).'),
  message_blank: validation('message is missing or blank.'),
  message_invalid: validation('message must be a string of Unicode text without NUL or unpaired surrogates.'),
  message_exceed_max_chars: validation(
    `message is longer than ${limits.activityMessageCodePoints} (post) or ${limits.replyMessageCodePoints} (reply, direct message) code points.`,
  ),
  search_term_blank: validation('The query parameter term is missing or blank.'),
  search_term_invalid: validation('term must be Unicode text without NUL.'),
  search_term_exceed_max_chars: validation(`term is longer than ${limits.searchTermCodePoints} code points.`),
  fault_delay_invalid: validation(`ms must be a whole number from 0 to ${limits.faultDelayMs}.`),

  invalid_json: { status: 400, meaning: 'The request body is not valid JSON.' },
  invalid_body: { status: 400, meaning: 'The request body must be a JSON object.' },
  invalid_user_handle: {
    status: 400,
    meaning: `The caller's handle (x-user-handle header or cruddur_user_handle cookie) must be ${handleShape}.`,
  },
  not_found: { status: 404, meaning: 'No such route. /openapi.json on the gateway lists what there is.' },
  activity_not_found: { status: 404, meaning: 'No activity has this uuid, or it has expired.' },
  fault_not_found: { status: 404, meaning: `No such fault. There are ${faultNames.join(', ')}.` },
  method_not_allowed: {
    status: 405,
    meaning: 'This route does not answer this method; the Allow header names those it does.',
  },
  body_too_large: { status: 413, meaning: `The request body is larger than ${limits.bodyBytes} bytes.` },
  unsupported_media_type: {
    status: 415,
    meaning: 'Send the body as JSON with Content-Type: application/json.',
  },
  rate_limited: { status: 429, meaning: 'Too many requests; wait for the seconds in Retry-After.' },
  internal_error: {
    status: 500,
    meaning: 'Something went wrong on our side; quote the trace id when asking.',
  },
  upstream_error: {
    status: 502,
    meaning: 'The service behind the gateway gave an answer that makes no sense.',
  },
  upstream_unavailable: {
    status: 503,
    meaning: 'The service behind the gateway cannot be reached; try again later.',
  },
  upstream_timeout: { status: 504, meaning: 'The service behind the gateway did not answer in time.' },
  request_timeout: { status: 504, meaning: 'The request took longer than the gateway allows.' },
  not_ready: { status: 503, meaning: 'The service is up, but what it depends on does not answer yet.' },
};

/** Narrows a string that came over the wire or out of a schema. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

export function isValidationCode(code: string): code is ValidationCode {
  return isErrorCode(code) && errorCatalogue[code].status === 422;
}
