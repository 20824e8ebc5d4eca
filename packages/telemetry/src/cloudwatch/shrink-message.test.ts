import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../log/json-value.ts';
import { shrinkMessage } from './shrink-message.ts';

const limit = 1_048_470;

test('G10: five megabytes with an emoji on the cut become valid JSON of at most the limit, and say so', () => {
  for (const shift of ['', 'a', 'ab', 'abc']) {
    const shrunk = shrinkMessage({ message: 'kept', body: shift + '😀'.repeat(1_250_000), n: 1 }, limit);
    expect(Buffer.byteLength(shrunk)).toBeLessThanOrEqual(limit);
    // As little as needed is cut.
    expect(Buffer.byteLength(shrunk)).toBeGreaterThan(limit - 4096);
    expect(shrunk.isWellFormed()).toBe(true);
    expect(JSON.parse(shrunk)).toMatchObject({
      message: 'kept',
      n: 1,
      body: expect.stringMatching(/😀…$/u),
      _truncated: [{ field: 'body', bytes: 5_000_000 + shift.length }],
    });
  }
});

test('G10: of two texts of one length, one with its emoji on the cut, neither is cut through it', () => {
  for (const maxBytes of [3000, 3001, 3002, 3003, 3004, 3005]) {
    const shrunk = shrinkMessage({ even: '😀'.repeat(500), odd: `a${'😀'.repeat(500)}` }, maxBytes);
    expect(JSON.parse(shrunk)).toMatchObject({
      even: expect.stringMatching(/^(?:😀)+…$/u),
      odd: expect.stringMatching(/^a(?:😀)+…$/u),
    });
  }
});

test('G10: the largest texts are cut, wherever they are, and the small ones kept', () => {
  const shrunk = shrinkMessage(
    {
      message: 'hello',
      error: { stack: 'x'.repeat(5000), cause: { stack: 'y'.repeat(6000) } },
      list: ['z'.repeat(90)],
    },
    4000,
  );
  expect(JSON.parse(shrunk)).toMatchObject({
    message: 'hello',
    list: ['z'.repeat(90)],
    _truncated: [
      { field: 'error.cause.stack', bytes: 6000 },
      { field: 'error.stack', bytes: 5000 },
    ],
  });
});

test('G10: what is large without any text keeps its first fields', () => {
  const shrunk = shrinkMessage(
    { time: 'now', list: Array.from({ length: 100_000 }, (_, index) => index), last: true },
    10_000,
  );
  expect(JSON.parse(shrunk)).toMatchObject({ time: 'now', last: true, _truncated: [{ field: '' }] });
});

test('G10: valid JSON within the limit, whatever the message', () => {
  const messages = fc
    .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 30 })
    // safe: what fast-check makes of a dictionary of JSON values is a JSON object
    .map((value) => value as JsonObject);
  fc.assert(
    fc.property(messages, fc.string({ unit: 'binary', minLength: 0, maxLength: 3000 }), (message, text) => {
      const shrunk = shrinkMessage({ ...message, text: text.toWellFormed() }, 3000);
      expect(Buffer.byteLength(shrunk)).toBeLessThanOrEqual(3000);
      expect(JSON.parse(shrunk)).toHaveProperty('_truncated');
    }),
  );
});
