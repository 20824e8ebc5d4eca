import { redacted } from './redactor.ts';

/** A part of a text, `end` not included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A text with more secrets than this is made of them. */
const maxRanges = 64;

/**
 * The text with every range replaced that `next` finds from a position on, until it finds none. Ranges must come in
 * order and not overlap. After 64 of them all the rest is replaced.
 */
export function replaceRanges(
  text: string,
  next: (text: string, from: number) => TextRange | undefined,
): string {
  let result = '';
  let copied = 0;
  let ranges = 0;
  for (let range = next(text, 0); range !== undefined; range = next(text, range.end)) {
    result += text.slice(copied, range.start) + redacted;
    copied = range.end;
    ranges += 1;
    if (ranges > maxRanges) return result;
  }
  return copied === 0 ? text : result + text.slice(copied);
}
