import { createRedactor } from '../redaction/create-redactor.ts';
import { isWordCharacter } from '../redaction/word-character.ts';

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

/** Signs of a secret in a path: an assignment, a port or user, what is encoded. */
const suspiciousCharacter = /[=:@%;]/;
/** Another sign: a word too long for a name. */
const suspiciousLength = 16;

/** `url.path`. Nearly all paths are plain, and every request has one: those are passed on after a glance. */
export function redactPath(path: string): string {
  return suspiciousCharacter.test(path) || hasLongWord(path) ? redactText(path) : path;
}

/** Looks at each 16th character and, only where that is of a word, at those before it: a pattern takes ten times as long. */
function hasLongWord(path: string): boolean {
  for (let last = suspiciousLength - 1; last < path.length;) {
    let before = last;
    while (last - before < suspiciousLength && isOfWord(path.charCodeAt(before))) before -= 1;
    if (last - before === suspiciousLength) return true;
    last = before + suspiciousLength;
  }
  return false;
}

function isOfWord(code: number): boolean {
  return isWordCharacter(code) || code === plus;
}

const plus = 0x2b;
