import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../redaction/create-redactor.ts';
import { hostileValues } from './fixtures/hostile-values.ts';
import { defaultJsonLimits, type JsonLimits } from './json-value.ts';
import { toJsonValue } from './to-json-value.ts';

const redactor = createRedactor();
const toJson = (value: unknown, limits?: JsonLimits): unknown => toJsonValue(value, redactor, limits);

/** Control characters grow to six in JSON. */
const maxJsonLength = 10 * defaultJsonLimits.maxTotalLength;

function expectJson(value: unknown): void {
  const result = toJson(value);
  const text = JSON.stringify(result);
  expect(JSON.parse(text)).toEqual(result);
  expect(text.length).toBeLessThan(maxJsonLength);
  // JSON.stringify would escape what is not well-formed.
  expect(text).not.toMatch(/\\ud[89a-f]/i);
}

describe('anything', () => {
  test.for(Object.entries(hostileValues))('%s becomes JSON within the limits', ([, make]) => {
    expect(() => expectJson(make())).not.toThrow();
    expectJson({ nested: [make(), new Map([['key', make()]])] });
  });

  test('and whatever fast-check comes up with', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
      values: [fc.string({ unit: 'binary' }), fc.integer(), fc.boolean()],
    });
    // In a box: fast-check itself looks into its values, and a revoked Proxy would throw there.
    const hostile = fc.constantFrom(...Object.values(hostileValues));
    fc.assert(
      fc.property(anything, hostile, (value, make) => {
        expect(() => expectJson([value, make()])).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test('what is JSON already stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }), (value) => {
        fc.pre(redactor.redactText(JSON.stringify(value)) === JSON.stringify(value));
        fc.pre(!JSON.stringify(value).includes('-0'));
        expect(toJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('values', () => {
  test.for<readonly [string, unknown, unknown]>([
    ['bigint', 12345678901234567890n, '12345678901234567890'],
    ['symbol', Symbol('s'), 'Symbol(s)'],
    ['function', hostileValues['function']?.(), '[function named]'],
    ['undefined', undefined, null],
    ['numbers that JSON has not', [Number.NaN, -Infinity], ['NaN', '-Infinity']],
    ['date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['invalid date', new Date(Number.NaN), 'Invalid Date'],
    ['URL', new URL('http://h/a'), 'http://h/a'],
    ['regular expression', /a/g, '/a/g'],
    [
      'Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Set(['x'])],
        [{}, 3],
      ]),
      { a: 1, '2': ['x'], '[object 2]': 3 },
    ],
    ['boxed', [Object('x'), Object(1)], ['x', 1]],
    ['bytes that are text', new TextEncoder().encode('déjà'), 'déjà'],
    ['bytes that are cut in a character', new TextEncoder().encode('é'.repeat(7000)), `${'é'.repeat(4096)}…`],
    ['bytes that are none', new Uint8Array([0xff, 0x00]), 'base64:/wA='],
    ['numbers as bytes', new Float32Array([1, 0.5]), [1, 0.5]],
    ['lone surrogate', 'a\ud800b', 'a\ufffdb'],
    ['lone surrogate in a key', { 'a\udc00': 1 }, { 'a\ufffd': 1 }],
    ['undefined in object and array', { a: undefined, b: [undefined] }, { b: [null] }],
    [
      'getter that throws',
      hostileValues['a getter that throws']?.(),
      { before: 1, broken: '[unreadable]', after: 2 },
    ],
    ['Proxy that throws', hostileValues['a Proxy that throws at everything']?.(), '[unreadable]'],
    ['cycle', hostileValues['a cycle']?.(), { a: 1, self: ['[circular]'] }],
    ['toJSON', { toJSON: () => ({ a: 1n }) }, { a: '1' }],
    [
      'toJSON that returns itself',
      hostileValues['a toJSON that returns itself']?.(),
      { a: 1, toJSON: '[function toJSON]' },
    ],
  ])('%s', ([, value, expected]) => expect(toJson(value)).toEqual(expected));

  test('the same object twice is no cycle', () => {
    const shared = { a: 1 };
    expect(toJson([shared, { shared }])).toEqual([{ a: 1 }, { shared: { a: 1 } }]);
  });

  test('a key of __proto__ is a key', () => {
    const result = toJson(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}');
    expect(Reflect.get(Object(result), 'polluted')).toBeUndefined();
  });
});

describe('errors', () => {
  test('name, message, stack, what helps to diagnose it, and the chain of causes; not the data that it carries', () => {
    const cause = Object.assign(new RangeError('too far'), {
      code: 'E_FAR',
      status: 500,
      params: ['canary'],
    });
    expect(toJson(new TypeError('broken', { cause }))).toEqual({
      type: 'TypeError',
      message: 'broken',
      stack: expect.stringContaining('to-json-value.test.ts'),
      cause: {
        type: 'RangeError',
        message: 'too far',
        stack: expect.stringContaining('RangeError: too far'),
        code: 'E_FAR',
        status: 500,
      },
    });
  });

  test('of many that failed together the first have their stacks, some more their messages', () => {
    const errors = Array.from({ length: 30 }, (_, index) => new RangeError(String(index)));
    const json = toJson(new AggregateError(errors, 'all'));
    expect(json).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ message: '2', stack: expect.any(String) }),
        'RangeError: 3',
        'RangeError: 19',
        '[10 more]',
      ]),
    });
    expect(JSON.stringify(json)).not.toContain('RangeError: 20');
  });

  test('a cause may be anything, an AggregateError names its errors, a cycle ends', () => {
    expect(toJson(new Error('a', { cause: 'text' }))).toMatchObject({ cause: 'text' });
    expect(toJson(new AggregateError([new Error('1'), 2], 'all'))).toMatchObject({
      type: 'AggregateError',
      errors: [{ message: '1' }, 2],
    });
    expect(toJson(hostileValues['errors that are each other’s cause']?.())).toMatchObject({
      message: 'b',
      cause: { message: 'a', cause: '[circular]' },
    });
  });
});

describe('limits', () => {
  const limits = { maxDepth: 2, maxEntries: 3, maxTextLength: 10, maxTotalLength: 1000 };
  test.for<readonly [string, unknown, unknown]>([
    ['depth', { a: { b: { c: 1 } } }, { a: { b: '[too deep]' } }],
    ['array', [1, 2, 3, 4, 5], [1, 2, 3, '[2 more]']],
    ['Set', new Set([1, 2, 3, 4]), [1, 2, 3, '[1 more]']],
    ['object', { a: 1, b: 2, c: 3, d: 4 }, { a: 1, b: 2, c: 3, '[truncated]': '[1 more]' }],
    ['Map', new Map([1, 2, 3, 4].map((n) => [n, n])), { 1: 1, 2: 2, 3: 3, '[truncated]': '[1 more]' }],
    ['text', 'abcdefghijklm', 'abcdefghij…'],
    ['text with a surrogate pair on the cut', 'abcdefghi😀', 'abcdefghi…'],
  ])('%s', ([, value, expected]) => expect(toJson(value, limits)).toEqual(expected));

  test('of everything together', () => {
    const value = Array.from({ length: 100 }, () => 'x'.repeat(1000));
    const text = JSON.stringify(toJson(value));
    expect(text.length).toBeGreaterThan(defaultJsonLimits.maxTotalLength);
    expect(text.length).toBeLessThan(1.1 * defaultJsonLimits.maxTotalLength);
    expect(text).toContain(' more]');
  });
});

describe('redaction', () => {
  test.for<readonly [string, unknown, unknown]>([
    [
      'pairs',
      [
        ['x-api-key', 'canary'],
        ['a', 'b'],
      ],
      [
        ['x-api-key', '[redacted]'],
        ['a', 'b'],
      ],
    ],
    ['raw headers', ['Host', 'h', 'Cookie', 'canary'], ['Host', 'h', 'Cookie', '[redacted]']],
    [
      'named values',
      [{ name: 'password', value: 'canary', a: 1 }],
      [{ name: 'password', value: '[redacted]', a: 1 }],
    ],
    ['keyed values', { key: 'api_key', value: ['canary'] }, { key: 'api_key', value: '[redacted]' }],
  ])('the value of a sensitive name beside it: %s', ([, given, expected]) => {
    expect(toJson(given)).toEqual(expected);
  });

  test.for<readonly [unknown]>([
    [['password', 'email']],
    [['password', 'email', 'name']],
    [[['password', 'email', 'name']]],
    [{ name: 'limit', value: 5 }],
    [{ name: 'password', values: 5 }],
  ])('names alone stay: %j', ([given]) => {
    expect(toJson(given)).toEqual(given);
  });

  test('of what stands under a sensitive key, whatever it is; that there is none may be seen', () => {
    expect(
      toJson({ password: { a: 1 }, token: 5, secret: 'x', hasToken: true, cookie: null, accessToken: false }),
    ).toEqual({
      password: '[redacted]',
      token: '[redacted]',
      secret: '[redacted]',
      hasToken: true,
      cookie: null,
      accessToken: false,
    });
  });

  test('in texts, keys, Maps, bytes, toJSON, messages and stacks', () => {
    const secret = 'https://bob:canary@h/';
    const result = JSON.stringify(
      toJson([
        secret,
        { [secret]: 1 },
        new Map([
          ['password', 'canary'],
          [secret, 'x'],
        ]),
        new TextEncoder().encode('token=canary'),
        { toJSON: () => ({ apiKey: 'canary' }) },
        new Error(secret, { cause: new Error('password=canary') }),
        4111111111111111,
        Symbol(secret),
      ]),
    );
    expect(result).not.toMatch(/canary|4111/);
  });

  test('a secret on the cut is known as one', () => {
    const limits = { ...defaultJsonLimits, maxTextLength: 30 };
    for (let before = 0; before < 40; before += 1) {
      const text = `${'x '.repeat(before / 2)}card 4111111111111111 Bearer canary-canary`;
      expect(toJson(text, limits)).not.toMatch(/41111|canar/);
    }
  });

  test.for<readonly [string, number, (text: string) => unknown]>([
    ['text', 4096 + 256, (text) => text],
    ['key', 256 + 256, (text) => ({ [text]: 1 })],
  ])(
    'half a secret at the end of what was read ahead of a %s is not kept when redaction moves it before the cut',
    ([, readLength, toValue]) => {
      const early = `token=${'x'.repeat(readLength / 2 + 50)} `;
      for (let readOfSecret = 0; readOfSecret < 50; readOfSecret += 1) {
        const filling = 'y'.repeat(readLength - early.length - readOfSecret);
        const text = `${early}${filling} postgres://u:hunter2canary@database/app ${'z'.repeat(300)}`;
        expect(JSON.stringify(toJson(toValue(text)))).not.toContain('hunter2');
      }
    },
  );

  test.for([[1], [2], [3]] as const)(
    'nor at the end of what was read of bytes, %d to a letter',
    ([bytesPerLetter]) => {
      const filler = { 1: 'y', 2: 'é', 3: '€' }[bytesPerLetter];
      for (let readOfSecret = 0; readOfSecret < 50; readOfSecret += 1) {
        const text = `${filler.repeat(4096 - readOfSecret)} postgres://u:hunter2canary@database/app`;
        expect(JSON.stringify(toJson(new TextEncoder().encode(text)))).not.toContain('hunter2');
      }
    },
  );

  test('a long text without secrets is kept up to the limit', () => {
    const limits = { ...defaultJsonLimits, maxTextLength: 30 };
    expect(toJson('y'.repeat(1000), limits)).toBe(`${'y'.repeat(30)}…`);
  });
});
