import { createRedactor } from '../redaction/create-redactor.ts';

const { redactText } = createRedactor();

// HTTP semantic conventions, url.full and url.query, name the signatures; the plain names of credentials are ours.
const sensitiveParameter =
  /([?&](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|X-Goog-Signature|signature|sig|(?:access_|refresh_|id_)?token|api[_-]?key|(?:client_)?secret|password)=)[^&#]*/gi;
/** Of a URL that is the value of a parameter: `next=https%3A%2F%2Fuser%3Apassword%40host`. */
const encodedUserInformation = /(%3A%2F%2F)(?:(?!%2F|%3F|%40)[^&#\s])*%40/gi;
const userInformation = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i;

/** `url.full` without user information, the values of signature and credential parameters, and what else is a secret. */
export function redactUrl(url: string): string {
  const withoutUser = url.includes('@') ? url.replace(userInformation, '$1REDACTED:REDACTED@') : url;
  return redactText(withoutUser.includes('?') ? redactParameters(withoutUser) : withoutUser);
}

/** `url.query` (given without its `?`) without the values of signature and credential parameters, and other secrets. */
export function redactQuery(query: string): string {
  return redactText(redactParameters(`?${query}`).slice(1));
}

function redactParameters(text: string): string {
  const safe = text.replace(sensitiveParameter, '$1REDACTED');
  return safe.includes('%40') ? safe.replace(encodedUserInformation, '$1REDACTED%40') : safe;
}

/** Signs of a secret in a path: an assignment, a port or user, what is encoded, a word too long for a name. */
const suspiciousPath = /[=:@%;]|[\w+]{16}/;

/** `url.path`. Nearly all paths are plain, and every request has one: those are passed on after a glance. */
export function redactPath(path: string): string {
  return suspiciousPath.test(path) ? redactText(path) : path;
}
