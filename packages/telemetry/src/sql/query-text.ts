const maxLength = 2048;

const whitespace = /\s+/y;
const lineComment = /--[^\n\r]*/y;
const commentMark = /\/\*|\*\//g;
const placeholder = /\$\d+/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
// With what may follow it directly: hexadecimal digits, exponents, separators, and what is no SQL at all.
const number = /\.?\d(?:[eE][+-]|[\w.$])*/y;
const quoteInEscapeString = /\\[\s\S]|''|'/g;

interface Token {
  readonly end: number;
  readonly shown: string;
}

/**
 * `db.query.text`: the statement with every literal replaced by `?` and without comments; placeholders (`$1`) and
 * quoted names stay. Follows PostgreSQL's lexical structure (4.1 of its manual, `standard_conforming_strings` on) and
 * reads each character once, however hostile the text is. What has no end counts as a literal up to the end.
 */
export function sanitizeQueryText(text: string): string {
  let sanitized = '';
  for (let position = 0; position < text.length && sanitized.length <= maxLength;) {
    const { end, shown } = readToken(text, position);
    if (shown !== ' ') sanitized += shown;
    else if (sanitized !== '' && !sanitized.endsWith(' ')) sanitized += shown;
    position = end;
  }
  return sanitized.length > maxLength ? `${sanitized.slice(0, maxLength)}…` : sanitized.trimEnd();
}

function readToken(text: string, start: number): Token {
  const blank = endOf(whitespace, text, start) ?? endOf(lineComment, text, start);
  if (blank !== undefined) return { end: blank, shown: ' ' };
  if (text.startsWith('/*', start)) return { end: endOfComment(text, start), shown: ' ' };
  if (text.startsWith('"', start)) return readQuotedName(text, start);
  if (text.startsWith("'", start)) return { end: endOfString(text, start), shown: '?' };
  if (text.startsWith('$', start)) return readDollar(text, start);
  const wordEnd = endOf(word, text, start);
  if (wordEnd !== undefined) return readWord(text, start, wordEnd);
  const numberEnd = endOf(number, text, start);
  return numberEnd === undefined
    ? { end: start + 1, shown: text.charAt(start) }
    : { end: numberEnd, shown: '?' };
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** A name or keyword, or the letter in front of a string: `E'..'` knows escapes, the others (B, N, X) do not. */
function readWord(text: string, start: number, end: number): Token {
  const shown = text.slice(start, end);
  if (text.charAt(end) !== "'" || !/^[benx]$/i.test(shown)) return { end, shown };
  const isEscape = shown.toLowerCase() === 'e';
  return { end: isEscape ? endOfEscapeString(text, end) : endOfString(text, end), shown: '?' };
}

function readQuotedName(text: string, start: number): Token {
  const end = endOfDoubled(text, start, '"');
  return end === undefined ? { end: text.length, shown: '?' } : { end, shown: text.slice(start, end) };
}

function readDollar(text: string, start: number): Token {
  const placeholderEnd = endOf(placeholder, text, start);
  if (placeholderEnd !== undefined) return { end: placeholderEnd, shown: text.slice(start, placeholderEnd) };
  const tagEnd = endOf(dollarTag, text, start);
  if (tagEnd === undefined) return { end: start + 1, shown: '$' };
  const tag = text.slice(start, tagEnd);
  const close = text.indexOf(tag, tagEnd);
  return { end: close < 0 ? text.length : close + tag.length, shown: '?' };
}

function endOfString(text: string, start: number): number {
  return endOfDoubled(text, start, "'") ?? text.length;
}

/** Behind the closing quote; a doubled one inside stands for itself. */
function endOfDoubled(text: string, start: number, quote: string): number | undefined {
  let close = text.indexOf(quote, start + 1);
  while (close >= 0 && text.charAt(close + 1) === quote) close = text.indexOf(quote, close + 2);
  return close < 0 ? undefined : close + 1;
}

function endOfEscapeString(text: string, start: number): number {
  quoteInEscapeString.lastIndex = start + 1;
  for (;;) {
    const [found] = quoteInEscapeString.exec(text) ?? [];
    if (found === undefined) return text.length;
    if (found === "'") return quoteInEscapeString.lastIndex;
  }
}

/** Block comments nest in PostgreSQL. */
function endOfComment(text: string, start: number): number {
  commentMark.lastIndex = start;
  let depth = 0;
  do {
    const [mark] = commentMark.exec(text) ?? [];
    if (mark === undefined) return text.length;
    depth += mark === '/*' ? 1 : -1;
  } while (depth > 0);
  return commentMark.lastIndex;
}
