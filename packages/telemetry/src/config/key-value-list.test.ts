import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseKeyValueList } from './key-value-list.ts';

test.for([
  ['', []],
  ['a=1', [['a', '1']]],
  [
    ' a = 1 , b=2,',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['a=b=c', [['a', 'b=c']]],
  ['a=', [['a', '']]],
  ['a=%2C%20%C3%A9', [['a', ', é']]],
  ['deployment.environment.name=production', [['deployment.environment.name', 'production']]],
] as const)('reads %j', ([text, expected]) => {
  expect(parseKeyValueList(text)).toEqual(expected);
});

test.for(['a', '=1', ' =1', 'a=1,b', 'a=%zz', 'a=%ff', '%20=1'])('refuses %j as a whole', (text) => {
  expect(parseKeyValueList(text)).toBeUndefined();
});

test('reads back what is percent-encoded', () => {
  const pairs = fc.array(
    fc.tuple(
      fc.string({ minLength: 1 }).filter((key) => key.trim() !== ''),
      fc.string(),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(pairs, (list) => {
      const text = list.map((pair) => pair.map(encodeURIComponent).join('=')).join(',');
      expect(parseKeyValueList(text)).toEqual(list);
    }),
  );
});
