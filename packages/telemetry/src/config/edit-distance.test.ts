import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

test.for([
  ['', '', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['OTEL_SEVICE', 'OTEL_SERVICE', 1],
  ['ab', 'ba', 2],
] as const)('from %j to %j', ([a, b, distance]) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('is a distance: 0 for the same, the same both ways, and never longer on a detour', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(words, words, words, (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});
