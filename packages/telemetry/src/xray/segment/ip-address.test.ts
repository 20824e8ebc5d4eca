import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIpAddress } from './ip-address.ts';

test.each([
  ['127.0.0.1', true],
  ['255.255.255.255', true],
  ['256.0.0.1', false],
  ['1.2.3', false],
  ['1.2.3.4.', false],
  ['01.2.3.4', false],
  ['::', true],
  ['::1', true],
  ['2001:db8::8a2e:370:7334', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['::ffff:127.0.0.1', true],
  ['::ffff:127.0.0.256', false],
  ['1.2.3.4::', false],
  ['fe80::1%eth0', false],
  ['[::1]', false],
  ['host', false],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(isIpAddress(text)).toBe(expected);
});

test('agrees with Node', () => {
  const piece = fc.constantFrom(':', '::', '.', '0', '1', '12', '255', '256', 'ff', 'abcd', 'g', '1.2.3.4');
  const texts = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.array(piece, { maxLength: 12 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(isIpAddress(text)).toBe(isIP(text) !== 0);
    }),
    { numRuns: 2000 },
  );
});
