import { expect, test } from 'vitest';
import { describeFailure } from './failure.ts';

test.for<readonly [string, unknown, string]>([
  ['an error', new Error('boom'), 'boom'],
  [
    'its cause',
    new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND x') }),
    'fetch failed: getaddrinfo ENOTFOUND x',
  ],
  [
    'a cause that has only a code',
    new TypeError('fetch failed', { cause: Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }) }),
    'fetch failed: ECONNREFUSED',
  ],
  ['a text', 'boom', 'boom'],
  ['nothing', undefined, 'undefined'],
])('tells %s', ([, error, expected]) => {
  expect(describeFailure(error)).toBe(expected);
});
