import { createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withValue } from './linked-context.ts';

const keys = Array.from({ length: 4 }, (_, index) => createContextKey(`key ${index}`));
const key = fc.constantFrom(...keys);
const read = (context: Context): unknown[] => keys.map((name) => context.getValue(name));

type Change = (context: Context) => Context;

test('reads like the context of the API after any changes, and changes leave the original as it was', () => {
  const changes: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(key, fc.nat()).map(
      ([name, value]): Change =>
        (context) =>
          context.setValue(name, value),
    ),
    key.map(
      (name): Change =>
        (context) =>
          context.deleteValue(name),
    ),
  );
  fc.assert(
    fc.property(key, fc.array(changes, { maxLength: 12 }), (first, sequence) => {
      let ours = withValue(ROOT_CONTEXT.setValue(first, 'base'), first, 'first');
      let theirs = ROOT_CONTEXT.setValue(first, 'first');
      for (const change of sequence) {
        const before = read(ours);
        const next = change(ours);
        expect(read(ours)).toEqual(before);
        ours = next;
        theirs = change(theirs);
        expect(read(ours)).toEqual(read(theirs));
      }
    }),
  );
});

test('values that were replaced are let go, however often: a timer may start itself again inside its own span', () => {
  const [spanKey = Symbol('span'), otherKey = Symbol('other')] = keys;
  let reads = 0;
  const root: Context = {
    getValue: () => {
      reads += 1;
      return undefined;
    },
    setValue: () => root,
    deleteValue: () => root,
  };
  let context = withValue(withValue(root, otherKey, 'kept'), spanKey, 0);
  // A chain of this length would overflow the stack.
  for (let index = 1; index <= 100_000; index += 1) {
    context = withValue(withValue(context, otherKey, 'kept'), spanKey, index);
  }
  expect(context.getValue(spanKey)).toBe(100_000);
  expect(context.getValue(otherKey)).toBe('kept');
  expect(context.getValue(Symbol('absent'))).toBeUndefined();
  expect(reads).toBe(1);
});
