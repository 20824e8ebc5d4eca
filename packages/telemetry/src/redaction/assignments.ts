import { replaceRanges, type TextRange } from './replace-ranges.ts';

const maxKeyLength = 64;
const maxBlanks = 3;

/**
 * Replaces the values of sensitive keys in text of any form: `token=...` in URLs, command lines and connection strings,
 * `"password": "..."` in JSON (escaped or not), header lines. Goes from one `=` or `:` to the next, which are found
 * without looking at each letter, and looks back for the key and forward for the value.
 */
export function redactAssignments(text: string, isSensitiveKey: (key: string) => boolean): string {
  // Kept beside each other, or a text with many of one and none of the other would be searched to its end each time.
  let nextEquals = text.indexOf('=');
  let nextColon = text.indexOf(':');
  if (nextEquals < 0 && nextColon < 0) return text;
  return replaceRanges(text, (_, from) => {
    if (nextEquals >= 0 && nextEquals < from) nextEquals = text.indexOf('=', from);
    if (nextColon >= 0 && nextColon < from) nextColon = text.indexOf(':', from);
    while (nextEquals >= 0 || nextColon >= 0) {
      const isEquals = nextColon < 0 || (nextEquals >= 0 && nextEquals < nextColon);
      const at = isEquals ? nextEquals : nextColon;
      if (isEquals) nextEquals = text.indexOf('=', at + 1);
      else nextColon = text.indexOf(':', at + 1);
      // `https://`
      if (!isEquals && text.startsWith('//', at + 1)) continue;
      const key = keyBefore(text, at);
      if (key === '' || !(isSensitiveKey(key) || (isEquals && isBareKey(key)))) continue;
      const value = valueAfter(text, at + 1, key);
      if (value !== undefined && !isMarked(text, value)) return value;
    }
    return undefined;
  });
}

/** HTTP semantic conventions, `url.full` and `url.query`: what the span says stays as it is. */
function isMarked(text: string, { start, end }: TextRange): boolean {
  return end - start === marker.length && text.startsWith(marker, start);
}

const marker = 'REDACTED';

/** `?key=...` is how APIs take keys; a field `key` of an object is mostly none. */
function isBareKey(key: string): boolean {
  return key === 'key' || key === 'KEY' || key === 'Key';
}

function keyBefore(text: string, at: number): string {
  let end = at;
  for (
    let skipped = 0;
    skipped < maxBlanks && isBetweenKeyAndSeparator(text.charCodeAt(end - 1));
    skipped += 1
  )
    end -= 1;
  let start = end;
  let isNumber = true;
  for (; start > 0 && end - start < maxKeyLength; start -= 1) {
    const code = text.charCodeAt(start - 1);
    if (!isKeyCharacter(code)) break;
    isNumber &&= isDigit(code);
  }
  // `file.ts:12:34` and times: the commonest colons of all.
  return isNumber ? '' : text.slice(start, end);
}

function valueAfter(text: string, from: number, key: string): TextRange | undefined {
  let start = from;
  for (let skipped = 0; skipped < maxBlanks && isBlank(text.charCodeAt(start)); skipped += 1) start += 1;
  const opening = start;
  while (text.charCodeAt(start) === backslash) start += 1;
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    const close = closingQuote(text, start + 1, text.slice(opening, start + 1));
    return close > start + 1 ? { start: start + 1, end: close } : undefined;
  }
  start = opening;
  const end = unquotedEnd(text, start, key);
  return end > start ? { start, end } : undefined;
}

/** Where the value ends that `opening` (a quote, itself escaped when the whole text is JSON within JSON) began. */
function closingQuote(text: string, from: number, opening: string): number {
  for (let at = text.indexOf(opening, from); at >= 0; at = text.indexOf(opening, at + 1)) {
    if (opening.length > 1 || !isEscaped(text, at)) return at;
  }
  return text.length;
}

/** An odd number of backslashes; no farther back than could matter in earnest, so that this stays linear. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (backslashes < 16 && text.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
  return backslashes % 2 === 1;
}

const wholeLine = /authorization|cookie/i;

function unquotedEnd(text: string, start: number, key: string): number {
  const first = text.charAt(start);
  if (first === '{' || first === '[') return closingBracket(text, start);
  const stop = wholeLine.test(key) ? lineEnd : valueEnd;
  stop.lastIndex = start;
  return stop.test(text) ? stop.lastIndex - 1 : text.length;
}

/** Generous: rather a bracket or a comma too much than half of a password. */
const valueEnd = /[\s"'`<>&;]/g;
const lineEnd = /[\r\n"'`<>]/g;

function closingBracket(text: string, start: number): number {
  const brackets = /[{}[\]]/g;
  brackets.lastIndex = start;
  let depth = 0;
  while (brackets.test(text)) {
    const bracket = text.charAt(brackets.lastIndex - 1);
    depth += bracket === '{' || bracket === '[' ? 1 : -1;
    if (depth === 0) return brackets.lastIndex;
  }
  return text.length;
}

const backslash = 0x5c;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Blank, quote, backslash, or the bracket of `user[password]=`. */
function isBetweenKeyAndSeparator(code: number): boolean {
  return isBlank(code) || code === 0x22 || code === 0x27 || code === backslash || code === 0x5d;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isKeyCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    isDigit(code) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e
  );
}
