import { assignedValue, isBlank } from './assigned-value.ts';
import { isKeyCharacter } from './key-before.ts';
import { replaceRanges } from './replace-ranges.ts';

/** Replaces the values of sensitive flags of a command line that stand after a blank: `--password ...`. */
export function redactCommandLineFlags(text: string, isSensitiveKey: (key: string) => boolean): string {
  return replaceRanges(text, (_, from) => {
    for (let at = text.indexOf('--', from); at >= 0;) {
      const start = at + 2;
      let end = start;
      while (isKeyCharacter(text.charCodeAt(end))) end += 1;
      const begins = at === 0 || !isKeyCharacter(text.charCodeAt(at - 1));
      if (begins && end > start && isBlank(text.charCodeAt(end))) {
        const key = text.slice(start, end);
        const value = isSensitiveKey(key) ? assignedValue(text, end, key) : undefined;
        // The next flag, after one that has no value.
        if (value !== undefined && !text.startsWith('-', value.start)) return value;
      }
      at = text.indexOf('--', end);
    }
    return undefined;
  });
}
