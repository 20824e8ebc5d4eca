import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../redaction/create-redactor.ts';
import { redactAttributes } from './redact-attributes.ts';

const redactor = createRedactor();

test('secrets are replaced by key and by value, in arrays too; the rest stays', () => {
  expect(
    redactAttributes(
      {
        password: 'x',
        text: 'pin=1234',
        number: 4111111111111111,
        list: ['a', 'token=canary'],
        ok: true,
        n: 1,
      },
      redactor,
      100,
    ),
  ).toEqual({
    password: '[redacted]',
    text: 'pin=[redacted]',
    number: '[redacted]',
    list: ['a', 'token=[redacted]'],
    ok: true,
    n: 1,
  });
});

test('an array of numbers with a card among them is replaced as a whole: its items must be of one type', () => {
  expect(redactAttributes({ pans: [1, 4111111111111111] }, redactor, 100)).toEqual({ pans: '[redacted]' });
});

test('no half secret is left where a text is cut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), (before) => {
      const { text } = redactAttributes(
        { text: `${'x '.repeat(before)}password=hunter2canary and ${'y '.repeat(400)}` },
        redactor,
        100,
      );
      expect(String(text).length).toBeLessThanOrEqual(100);
      expect(text).not.toMatch(/hunter/);
    }),
  );
});

test('an attribute that nobody set is none', () => {
  expect(redactAttributes({ a: undefined }, redactor, 100)).toEqual({ a: undefined });
});
