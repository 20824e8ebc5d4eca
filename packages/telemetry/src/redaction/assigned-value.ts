import type { TextRange } from './replace-ranges.ts';

/** So many blanks may stand on either side of a separator: tables align their columns by them. */
export const maxBlanks = 64;

/** The value of `key` that begins at `from`, after blanks, without its quotes. */
export function assignedValue(text: string, from: number, key: string): TextRange | undefined {
  let start = from;
  for (let skipped = 0; skipped < maxBlanks && isBlank(text.charCodeAt(start)); skipped += 1) start += 1;
  const opening = start;
  while (text.charCodeAt(start) === backslash) start += 1;
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'" || quote === '`') {
    return notEmpty(start + 1, closingQuote(text, start + 1, quote, start - opening));
  }
  if (quote === '<' && start === opening) return notEmpty(start + 1, endAt(angleEnd, text, start + 1));
  return notEmpty(opening, unquotedEnd(text, opening, key));
}

function notEmpty(start: number, end: number): TextRange | undefined {
  return end > start ? { start, end } : undefined;
}

/**
 * Where the value ends that `quote` began, which was itself escaped by so many backslashes: one when the whole text is
 * JSON within JSON, three when that is within JSON. What is escaped within the value has more, and each backslash at
 * the value's end adds twice as many as its own quote has, and two.
 */
function closingQuote(text: string, from: number, quote: string, escapes: number): number {
  let searchedTo = from;
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > searchedTo && text.charCodeAt(at - 1 - backslashes) === backslash) {
      backslashes += 1;
    }
    if (backslashes % (2 * (escapes + 1)) === escapes) return at - escapes;
    searchedTo = at + 1;
  }
  return text.length;
}

const wholeLine = /authorization|cookie/i;

function unquotedEnd(text: string, start: number, key: string): number {
  const first = text.charAt(start);
  if (first === '{' || first === '[') return closingBracket(text, start);
  return endAt(wholeLine.test(key) ? lineEnd : valueEnd, text, start);
}

function endAt(stop: RegExp, text: string, start: number): number {
  stop.lastIndex = start;
  return stop.test(text) ? stop.lastIndex - 1 : text.length;
}

/** Generous: rather a bracket or a comma too much than half of a password. */
const valueEnd = /[\s"'`<>&;]/g;
const lineEnd = /[\r\n"'`<>]/g;
const angleEnd = /[\r\n>]/g;

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

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
