import { assignedValue } from './assigned-value.ts';
import { sensitiveKeyBefore } from './key-before.ts';
import { replaceRanges, type TextRange } from './replace-ranges.ts';

/**
 * Replaces the values of sensitive keys in text of any form: `token=...` in URLs, command lines and connection strings,
 * `"password": "..."` in JSON (escaped or not), `=>` and `:=` in code, header lines. Goes from one `=` or `:` to the
 * next, which are found without looking at each letter, and looks back for the key and forward for the value.
 */
export function redactAssignments(text: string, isSensitiveKey: (key: string) => boolean): string {
  // Kept beside each other, or a text with many of one and none of the other would be searched to its end each time.
  let nextEquals = text.indexOf('=');
  let nextColon = text.indexOf(':');
  if (nextEquals < 0 && nextColon < 0) return text;
  const isSensitiveOrBare = (key: string): boolean => isSensitiveKey(key) || isBareKey(key);
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
      const key = sensitiveKeyBefore(text, at, isEquals ? isSensitiveOrBare : isSensitiveKey);
      if (key === '') continue;
      const value = assignedValue(text, afterSeparator(text, at), key);
      if (value !== undefined && !isMarked(text, value)) return value;
    }
    return undefined;
  });
}

/** `=>`, `==`, `=~` and `:=` are one separator. */
function afterSeparator(text: string, at: number): number {
  const second = text.charAt(at + 1);
  return second === '>' || second === '=' || second === '~' ? at + 2 : at + 1;
}

/** HTTP semantic conventions, `url.full` and `url.query`: what the span says stays as it is. */
function isMarked(text: string, { start, end }: TextRange): boolean {
  return end - start === marker.length && text.startsWith(marker, start);
}

const marker = 'REDACTED';

/** `?key=...` is how APIs take keys; a field `key` of an object is mostly none. */
export function isBareKey(key: string): boolean {
  return key === 'key' || key === 'KEY' || key === 'Key';
}
