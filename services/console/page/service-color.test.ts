import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createServiceColors } from './service-color.ts';

const named = (names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

it('keeps the colour of a service from trace to trace', () => {
  const alone = createServiceColors(named(['gateway']));
  const together = createServiceColors(named(['gateway', 'activities']));
  expect(together('gateway')).toBe(alone('gateway'));
  expect(together('activities')).not.toBe(together('gateway'));
});

it('gives up to ten services of a trace ten different colours, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 10 }), (names) => {
      const colors = createServiceColors(named(names));
      const reversed = createServiceColors(named(names.toReversed()));
      expect(new Set(names.map(colors)).size).toBe(names.length);
      expect(names.map(reversed)).toEqual(names.map(colors));
    }),
  );
});

it('reuses colours beyond ten services', () => {
  const names = Array.from({ length: 30 }, (_, index) => `service ${index}`);
  const colors = createServiceColors(named(names));
  expect(new Set(names.map(colors)).size).toBe(10);
});
