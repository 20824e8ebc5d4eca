const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

// Characters that move the cursor, start an escape sequence, reorder text or are not seen at all.
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

// East Asian Wide and Fullwidth blocks; https://www.unicode.org/reports/tr11/
const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Text from outside made safe to print: what could steer the terminal is shown as `\u{1b}` and has no effect. */
export function toSafeText(text: string): string {
  return text.replace(unsafe, (character, offset: number) => {
    // Inside an emoji sequence the joiner is part of a picture, and harmless.
    if (character === '\u{200d}' && offset > 0) return character;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Columns that safe text takes in a terminal: East Asian wide characters and emoji take two, combining marks none. */
export function toColumnCount(text: string): number {
  if (isPlain(text)) return text.length;
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += toGraphemeColumns(segment);
  return columns;
}

/** Safe text cut or padded to exactly `columns`; a cut is marked with `…`. */
export function fitToColumns(text: string, columns: number): string {
  if (columns <= 0) return '';
  let fitted = '';
  let fittedColumns = 0;
  let used = 0;
  // Stops at the first character that does not fit: a name may be a megabyte long.
  for (const { segment } of segmenter.segment(text)) {
    used += toGraphemeColumns(segment);
    if (used > columns) return `${fitted}…${' '.repeat(columns - 1 - fittedColumns)}`;
    if (used < columns) {
      fitted += segment;
      fittedColumns = used;
    }
  }
  return text + ' '.repeat(columns - used);
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function toGraphemeColumns(grapheme: string): number {
  if (isPlain(grapheme)) return grapheme.length;
  if (/^\p{M}+$/u.test(grapheme)) return 0;
  return wide.test(grapheme) || grapheme.includes('\u{fe0f}') ? 2 : 1;
}
