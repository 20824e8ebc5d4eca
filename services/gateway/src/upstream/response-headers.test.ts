import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfterMs, toForwardedHeaders } from './response-headers.ts';

test.each([
  ['0', 0],
  ['120', 120_000],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
  ['Wed, 21 Oct 2020 07:28:00 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['soon', undefined],
  ['9999999999999', undefined],
  [null, undefined],
])('Retry-After %j is %j ms', (value, expected) => {
  expect(parseRetryAfterMs(value, Date.parse('2026-10-21T07:28:00Z'))).toBe(expected);
});

test('any Retry-After is undefined or a span of time', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const ms = parseRetryAfterMs(value, 0);
      expect(ms === undefined || ms >= 0).toBe(true);
    }),
  );
});

test('nothing but the listed headers is ever passed on, and none that Connection names', () => {
  const names = fc.constantFrom(
    'content-type',
    'location',
    'link',
    'retry-after',
    'te',
    'upgrade',
    'x-internal',
  );
  fc.assert(
    fc.property(fc.uniqueArray(names), fc.array(names), (present, named) => {
      const headers = new Headers(present.map((name) => [name, 'value']));
      if (named.length > 0) headers.set('connection', named.join(' , ').toUpperCase());
      const listed = new Set(['content-type', 'location', 'link', 'retry-after']);
      expect(Object.keys(toForwardedHeaders(headers)).toSorted()).toEqual(
        present.filter((name) => listed.has(name) && !named.includes(name)).toSorted(),
      );
    }),
  );
});
