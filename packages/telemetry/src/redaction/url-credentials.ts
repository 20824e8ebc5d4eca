import { replaceRanges, type TextRange } from './replace-ranges.ts';

/**
 * Replaces the user information of every URL in the text, so also that of DSNs (`postgres://user:password@host`,
 * Sentry's `https://key@host`).
 */
export function redactUrlCredentials(text: string): string {
  return text.includes('://') && text.includes('@') ? replaceRanges(text, nextUserInformation) : text;
}

function nextUserInformation(text: string, from: number): TextRange | undefined {
  for (let at = text.indexOf('://', from); at >= 0;) {
    const start = at + 3;
    // An unencoded `/`, `?` or `#` in a database's password is a common mistake; in http it would be a path.
    const stop = text.endsWith('http', at) || text.endsWith('https', at) ? authorityEnd : textEnd;
    stop.lastIndex = start;
    const end = stop.test(text) ? stop.lastIndex - 1 : text.length;
    const sign = text.slice(start, end).lastIndexOf('@');
    if (sign > 0 && !text.startsWith(marker, start)) return { start, end: start + sign };
    at = text.indexOf('://', Math.max(end, start));
  }
  return undefined;
}

/** HTTP semantic conventions, `url.full`: what the span says stays as it is. */
const marker = 'REDACTED:REDACTED@';
const authorityEnd = /[/?#\s"'`<>\\]/g;
const textEnd = /[\s"'`<>]/g;
