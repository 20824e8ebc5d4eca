import { isBareKey } from './assignments.ts';
import { sensitiveKeyBefore } from './key-before.ts';
import { replaceRanges, type TextRange } from './replace-ranges.ts';

/**
 * Replaces the values of sensitive keys in what is percent-encoded, once or more: the query of a URL that is itself a
 * parameter of one (`?next=%2Fa%3Ftoken%3D...%26b%3D1`), and JSON in a query.
 */
export function redactPercentEncoded(text: string, isSensitiveKey: (key: string) => boolean): string {
  if (!text.includes('%')) return text;
  const isSensitiveOrBare = (key: string): boolean => isSensitiveKey(key) || isBareKey(key);
  return replaceRanges(text, (_, from) => {
    const separator = /%((?:25)*)3([ADad])/g;
    separator.lastIndex = from;
    for (let match = separator.exec(text); match !== null; match = separator.exec(text)) {
      const [, encodedAgain = '', letter = ''] = match;
      const isEquals = letter === 'D' || letter === 'd';
      const key = sensitiveKeyBefore(text, match.index, isEquals ? isSensitiveOrBare : isSensitiveKey);
      const value = key === '' ? undefined : encodedValue(text, separator.lastIndex, encodedAgain.length / 2);
      if (value !== undefined) return value;
    }
    return undefined;
  });
}

function encodedValue(text: string, from: number, depth: number): TextRange | undefined {
  const again = '25'.repeat(Math.min(depth, maxDepth));
  const blanks = new RegExp(`(?:%${again}20|\\+){0,64}`, 'y');
  blanks.lastIndex = from;
  blanks.test(text);
  const quote = `%${again}22`;
  const isQuoted = text.startsWith(quote, blanks.lastIndex);
  const start = isQuoted ? blanks.lastIndex + quote.length : blanks.lastIndex;
  // What is encoded once more is a part of the value.
  const end = new RegExp(`[\\s"'\`<>&;]|${isQuoted ? `(?<!%${again}5C)${quote}` : `%${again}26`}`, 'gi');
  end.lastIndex = start;
  const stop = end.exec(text)?.index ?? text.length;
  return stop > start ? { start, end: stop } : undefined;
}

/** Beyond it the value ends later than it might. */
const maxDepth = 8;
