import type { Redactor } from './redactor.ts';

/** A secret that begins before the cut must be known as one, so some more is read than is kept. */
export const readAhead = 256;

/** The first `max` UTF-16 code units of a text that is longer than that, redacted. */
export function cutRedacted(text: string, max: number, { redactText }: Redactor): string {
  const safe = redactText(text.slice(0, max + readAhead));
  if (text.length <= max + readAhead) return cut(safe, max);
  // What was read ahead may end in half a secret that is not known as one, and redaction may have moved it before `max`.
  return cut(safe, Math.min(max, Math.max(0, safe.length - readAhead)));
}

/** Never in the middle of a surrogate pair. */
export function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
