import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAttributes, listAttributes } from './attribute-groups.ts';

const attributes = {
  'http.request.method': 'GET',
  'url.path': '/api/activities/home',
  'app.result_length': 3,
  'server.port': 4568,
  'error.type': '503',
  colour: ['red', 'green'],
};

describe('groupAttributes', () => {
  it('puts what is particular first, and what it does not know last', () => {
    expect(groupAttributes(attributes, '').map(({ title }) => title)).toEqual([
      'Error',
      'Application',
      'HTTP',
      'Network',
      'Other',
    ]);
  });

  it('filters by key and by value, without regard to case', () => {
    expect(groupAttributes(attributes, 'RESULT')).toEqual([
      { title: 'Application', entries: [{ key: 'app.result_length', value: '3' }] },
    ]);
    expect(groupAttributes(attributes, 'green')[0]?.entries).toEqual([
      { key: 'colour', value: '["red","green"]' },
    ]);
    expect(groupAttributes(attributes, 'nothing')).toEqual([]);
  });

  it('loses and doubles no attribute', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (attributes) => {
        const keys = groupAttributes(attributes, '').flatMap(({ entries }) => entries.map(({ key }) => key));
        expect(keys.toSorted()).toEqual(Object.keys(attributes).toSorted());
      }),
    );
  });
});

it('lists by key', () => {
  expect(listAttributes({ b: 1, a: true }, '')).toEqual([
    { key: 'a', value: 'true' },
    { key: 'b', value: '1' },
  ]);
});
