import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCodePoints } from './code-points.ts';

test('an emoji outside the basic plane counts once', () => {
  expect(countCodePoints('🖖🖖a')).toBe(3);
});

test('agrees with string iteration for any text, unpaired surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const text = a + b + '\ud83d' + a;
      expect(countCodePoints(text)).toBe(Array.from(text).length);
    }),
  );
});
