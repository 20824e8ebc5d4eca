import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { sanitizeQueryText } from './query-text.ts';

test.for([
  ['placeholders', 'select * from a where id = $1 and b = $22', 'select * from a where id = $1 and b = $22'],
  ['a text', "where a = 'secret'", 'where a = ?'],
  ['an empty text', "where a = ''", 'where a = ?'],
  ['a doubled quote', "where a = 'it''s secret' and b", 'where a = ? and b'],
  ['a backslash, which is no escape', String.raw`where a = 'C:\' and b = 'secret'`, 'where a = ? and b = ?'],
  ['an escape string', String.raw`where a = E'it\'s secret' and b`, 'where a = ? and b'],
  ['a small e', String.raw`where a = e'\\' and b = 'secret'`, 'where a = ? and b = ?'],
  ['bits, bytes and national texts', "b'101', X'1F', N'secret', U&'secret'", '?, ?, ?, U&?'],
  ['a national text with a backslash', String.raw`N'C:\', 'secret'`, '?, ?'],
  ['a name before a text', "select date '2026-11-21'", 'select date ?'],
  ['a name that ends with e before a text', "select e, type'x'", 'select e, type?'],
  ['a text without end', "where a = 'secret", 'where a = ?'],
  ['an escape string without end', String.raw`where a = E'secret\'`, 'where a = ?'],
  ['a dollar quote', 'do $$ secret $$ language x', 'do ? language x'],
  ['a tagged dollar quote', "select $a$ it's $$ secret $b$ $a$, 1", 'select ?, ?'],
  ['a tag in another case, which does not end it', 'select $a$ x $A$ secret $a$', 'select ?'],
  ['a dollar quote without end', 'select $a$ secret', 'select ?'],
  ['a dollar inside a name', 'select foo$bar$baz from t', 'select foo$bar$baz from t'],
  ['numbers', 'limit 10 offset .5 + 1.5e-3 - 1_000', 'limit ? offset ? + ? - ?'],
  ['numbers of other bases', '0xDEAD, 0o17, 0b101', '?, ?, ?'],
  ['a negative number', 'x = -5', 'x = -?'],
  ['digits in names', 'select t1.c2 from table3 t1', 'select t1.c2 from table3 t1'],
  ['a quoted name', 'select "a ""b"" \'c\' 1" from "t"', 'select "a ""b"" \'c\' 1" from "t"'],
  ['a quoted name without end', 'select "a secret', 'select ?'],
  ['a line comment', "a -- secret 'x'\nb --secret", 'a b'],
  ['a line comment that a carriage return ends', "a -- x\r'secret'", 'a ?'],
  ['a block comment', "a /* secret ' */ b", 'a b'],
  ['a nested comment', 'a /* /* x */ secret */ b', 'a b'],
  ['a comment without end', 'a /* secret', 'a'],
  ['a comment mark inside a text', "a = '/* x' and b = 'secret' -- */", 'a = ? and b = ?'],
  ['a quote mark inside a comment', "a /* ' */ = 'secret'", 'a = ?'],
  ['blanks', ' select \t 1 \n\n from  t ', 'select ? from t'],
  [
    'names that are no ASCII',
    "select größe from straße where ort = 'secret'",
    'select größe from straße where ort = ?',
  ],
  ['nothing', '', ''],
] as const)('%s', ([, text, expected]) => {
  expect(sanitizeQueryText(text)).toBe(expected);
});

test('any literal in any place becomes a question mark, and all else stays', () => {
  const quoted = hostileText.map((content) => content.replaceAll('\u0000', ''));
  const literal = fc.oneof(
    quoted.map((content) => `'${content.replaceAll("'", "''")}'`),
    quoted.map((content) => `E'${content.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
    quoted.map((content) => `$tag$${content.replaceAll('$', '')}$tag$`),
    fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })).map(String),
  );
  const kept = fc.constantFrom(
    'select',
    'from',
    '"quoted ""name"""',
    't1.c2',
    '$1',
    '(',
    ')',
    ',',
    '=',
    '::',
    'é',
  );
  const comment = quoted.map((content) => `/*${content.replaceAll(/[*/]/g, '')}*/`);
  const pieces = fc.array(
    fc.oneof(
      kept.map((text) => ({ text, shown: text })),
      literal.map((text) => ({ text, shown: '?' })),
      comment.map((text) => ({ text, shown: '' })),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(pieces, (list) => {
      const statement = list.map(({ text }) => text).join(' ');
      const shown = list.map(({ shown: text }) => text).filter((text) => text !== '');
      expect(sanitizeQueryText(statement)).toBe(shown.join(' '));
    }),
    { numRuns: 500 },
  );
});

test('no text makes it throw, and it never grows past its bound', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        fc.string({ unit: fc.constantFrom("'", '"', '$', '\\', '/', '*', '-', 'e', '1', ' ', '\n') }),
      ),
      (text) => {
        expect(sanitizeQueryText(text).length).toBeLessThanOrEqual(text.length);
      },
    ),
  );
  expect(sanitizeQueryText('a,'.repeat(5000))).toHaveLength(2049);
  expect(sanitizeQueryText('a,'.repeat(5000)).endsWith('…')).toBe(true);
});

test.for([
  "'",
  '"',
  '$$',
  '$a$ $b$ ',
  '/*',
  '/* */',
  '--',
  '--\n',
  "E'\\",
  "E'\\' ",
  "''",
  '""',
  '1e',
  '.',
  '1.',
  ' ',
  '(',
  "$a$'",
  'e',
])('100 KB of %j take no longer than their length', (unit) => {
  const text = unit.repeat(Math.ceil(100_000 / unit.length));
  sanitizeQueryText(text);
  const startMs = performance.now();
  sanitizeQueryText(text);
  // Linear work takes 1 to 5 ms here, quadratic work seconds.
  expect(performance.now() - startMs).toBeLessThan(250);
});
