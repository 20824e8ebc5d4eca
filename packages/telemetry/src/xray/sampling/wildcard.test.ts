import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWildcard, matchesAnything } from './wildcard.ts';

test.for<readonly [pattern: string, text: string, expected: boolean]>([
  ['*', '', true],
  ['***', 'anything', true],
  ['', '', true],
  ['', 'a', false],
  ['activities', 'Activities', true],
  ['ACTIV*', 'activities', true],
  ['activities', 'activities2', false],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['/api/*', '/api/', true],
  ['/api/*', '/api', false],
  ['*/feed', '/api/home/feed', true],
  ['*/feed', '/api/home/feed/', false],
  ['/api/*/show/?', '/api/messages/show/1', true],
  ['/api/*/show/?', '/api/messages/show/12', false],
  ['a*a', 'a', false],
  ['*ab?d*', 'xxabxabcdxx', true],
  ['a.c', 'abc', false],
  ['(a+)+$', '(a+)+$', true],
  ['[a]', 'a', false],
])('%j for %j is %j', ([pattern, text, expected]) => {
  expect(compileWildcard(pattern)(text)).toBe(expected);
});

/** By the definition alone: what each pattern character may stand for is tried out. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  }
  if (text === '') return false;
  return (pattern.startsWith('?') || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
}

const few = (characters: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters.split('')), maxLength });

test('matches what the definition says', () => {
  fc.assert(
    fc.property(few('ab*?', 8), few('ab', 10), (pattern, text) => {
      expect(compileWildcard(pattern)(text)).toBe(naive(pattern, text));
    }),
    { numRuns: 2000 },
  );
});

test('a text matches itself in any case, and with any part replaced by *', () => {
  fc.assert(
    fc.property(few('aB/.-', 20), fc.nat(20), fc.nat(20), (text, from, length) => {
      expect(compileWildcard(text)(text.toUpperCase())).toBe(true);
      expect(compileWildcard(`${text.slice(0, from)}*${text.slice(from + length)}`)(text)).toBe(true);
    }),
  );
});

test('a pattern that makes others try every combination takes no time', () => {
  const text = 'a'.repeat(20_000);
  expect(compileWildcard(`${'*a'.repeat(200)}*b`)(text)).toBe(false);
  expect(compileWildcard(`${'*a?'.repeat(100)}*b*`)(text)).toBe(false);
});

test.for([
  ['*', true],
  ['**', true],
  ['', false],
  ['?', false],
  ['*a', false],
] as const)('%j matches anything: %j', ([pattern, expected]) => {
  expect(matchesAnything(pattern)).toBe(expected);
});
