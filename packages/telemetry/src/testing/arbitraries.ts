import * as fc from 'fast-check';

/** Valid W3C ids, with and without the shape of X-Ray. */
export const traceIds: fc.Arbitrary<string> = hex(32);
export const spanIds: fc.Arbitrary<string> = hex(16);

const separators = '-=;,%"\\ \t\r\naA0fF1?'.split('');

/** Text with the characters that break parsers. */
export const hostileText: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...separators, '\u0000', '\u00a0', '\ud800', '\udc00', 'é', '😀'),
    },
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
  ),
  maxLength: 80,
});

function hex(length: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
    .filter((id) => /[^0]/.test(id));
}
