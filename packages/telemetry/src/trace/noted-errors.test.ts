import { expect, test } from 'vitest';
import { createNotedErrors } from './noted-errors.ts';

test('a note is of one object in one trace', () => {
  const noted = createNotedErrors<string | undefined>();
  const error = new Error('kept');
  noted.set(error, 'a', 'first');
  noted.set(error, 'b', undefined);
  expect(noted.find(error, 'a')).toEqual({ note: 'first' });
  expect(noted.find(error, 'b')).toEqual({ note: undefined });
  expect(noted.find(error, 'c')).toBeUndefined();
  expect(noted.find(new Error('other'), 'a')).toBeUndefined();
});

test('outside of any trace the last note counts', () => {
  const noted = createNotedErrors<string>();
  const error = new Error('kept');
  expect(noted.find(error, undefined)).toBeUndefined();
  noted.set(error, 'a', 'first');
  noted.set(error, 'b', 'second');
  expect(noted.find(error, undefined)).toEqual({ note: 'second' });
});

test('what is thrown in trace after trace leaves the oldest notes behind', () => {
  const noted = createNotedErrors<number>();
  const error = new Error('kept');
  for (let index = 0; index < 101; index += 1) noted.set(error, `trace-${index}`, index);
  expect(noted.find(error, 'trace-0')).toBeUndefined();
  expect(noted.find(error, 'trace-1')).toEqual({ note: 1 });
});
