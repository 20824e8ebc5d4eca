import { isBlank, maxBlanks } from './assigned-value.ts';
import { isWordCharacter } from './word-character.ts';

const maxKeyLength = 64;

/** The key that ends before a separator at `at`, if `isSensitive` says so, else an empty text. */
export function sensitiveKeyBefore(text: string, at: number, isSensitive: (key: string) => boolean): string {
  const end = endOfKey(text, at);
  let start = end;
  let isNumber = true;
  for (; start > 0 && end - start < maxKeyLength; start -= 1) {
    const code = text.charCodeAt(start - 1);
    if (!isKeyCharacter(code)) break;
    isNumber &&= isDigit(code);
  }
  // `file.ts:12:34` and times: the commonest colons of all.
  if (isNumber) return '';
  const key = text.slice(start, end);
  if (isSensitive(key)) return key;
  if (start === 0 || text.charCodeAt(start - 1) !== percent) return '';
  const decoded = key.replace(restOfEncoded, '');
  return isSensitive(decoded) ? decoded : '';
}

/** What follows the `%` of a percent-encoded character that stands before a key, encoded any number of times. */
const restOfEncoded = /^(?:25)*[0-9A-Fa-f]{2}/;

function endOfKey(text: string, at: number): number {
  let end = at;
  for (let skipped = 0; skipped < maxBlanks; skipped += 1) {
    if (end === 0) break;
    const code = text.charCodeAt(end - 1);
    const before = isBetweenKeyAndSeparator(code)
      ? end - 1
      : mayEndEncoded(code)
        ? startOfEncoded(text, end)
        : end;
    if (before === end) break;
    end = before;
  }
  return end;
}

/** The same characters percent-encoded, once or twice: `user%5Bpassword%5D=`. */
const encodedBetween = /^%(?:25)?(?:20|22|27|5C|5D)$/i;

/** The last characters of those; hardly a key ends in one, so that hardly one needs a closer look. */
function mayEndEncoded(code: number): boolean {
  return (
    code === 0x30 ||
    code === 0x32 ||
    code === 0x37 ||
    code === 0x43 ||
    code === 0x44 ||
    code === 0x63 ||
    code === 0x64
  );
}

function startOfEncoded(text: string, end: number): number {
  if (isEncodedBetween(text, end - 3, end)) return end - 3;
  return isEncodedBetween(text, end - 5, end) ? end - 5 : end;
}

function isEncodedBetween(text: string, start: number, end: number): boolean {
  return start >= 0 && text.charCodeAt(start) === percent && encodedBetween.test(text.slice(start, end));
}

const percent = 0x25;

/** Blank, quote, backslash, or the bracket of `user[password]=`. */
function isBetweenKeyAndSeparator(code: number): boolean {
  return isBlank(code) || code === 0x22 || code === 0x27 || code === 0x5c || code === 0x5d;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isKeyCharacter(code: number): boolean {
  return isWordCharacter(code) || code === 0x2d || code === 0x2e;
}
