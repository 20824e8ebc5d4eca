import { baggageEntryMetadataFromString, propagation, type BaggageEntry } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { parseBaggage, toBaggageHeader } from './baggage.ts';

const entriesOf = (header: string): Record<string, string> | undefined => {
  const baggage = parseBaggage(header);
  return baggage && Object.fromEntries(baggage.getAllEntries().map(([key, { value }]) => [key, value]));
};

test.for([
  ['one member', 'a=1', { a: '1' }],
  ['several with blanks', ' a = 1 ,\tb=2\t', { a: '1', b: '2' }],
  ['an empty value', 'a=', { a: '' }],
  ['equals signs in a value', 'a=b=c', { a: 'b=c' }],
  ['percent-encoded UTF-8', 'a=%F0%9F%98%80%20x', { a: '😀 x' }],
  ['a percent sign that encodes nothing', 'a=100%,b=%zz', { a: '100%', b: '%zz' }],
  ['octets that are no UTF-8', 'a=%ff%41', { a: '\ufffdA' }],
  ['a byte order mark beside octets that are no UTF-8', 'a=%EF%BB%BF%ff', { a: '\ufeff\ufffd' }],
  ['a key with a percent sign, which is no encoding', 'a%20b=1', { 'a%20b': '1' }],
  ['a key of an object of JavaScript', '__proto__=1,constructor=2', { ['__proto__']: '1', constructor: '2' }],
  ['the last of two equal keys', 'a=1,a=2', { a: '2' }],
] as const)('reads %s', ([, header, expected]) => {
  expect(entriesOf(header)).toEqual(expected);
});

test.for([
  ['no equals sign', 'x'],
  ['no key', '=1'],
  ['a key with a blank', 'x y=1'],
  ['a key that is no token', 'x(=1'],
  ['a quote in a value', 'x="1"'],
  ['a backslash in a value', 'x=\\'],
  ['a blank in a value', 'x=1 2'],
  ['a character that is no ASCII', 'x=é'],
  ['a control character', 'x=\u0001'],
  ['a no-break space around the value', 'x=\u00a01'],
  ['nothing', ''],
  ['a property that is no token', 'x=1;p q'],
  ['an empty property', 'x=1;'],
] as const)('leaves out a member with %s and keeps the others', ([, member]) => {
  expect(entriesOf(`a=1,${member},b=2`)).toEqual({ a: '1', b: '2' });
  expect(parseBaggage(member)).toBeUndefined();
});

test('keeps properties as metadata and sends them again', () => {
  const baggage = parseBaggage('a=1;p ; q = r;s=,b=2');
  expect(baggage?.getEntry('a')?.metadata?.toString()).toBe('p ; q = r;s=');
  expect(baggage?.getEntry('b')?.metadata).toBeUndefined();
  expect(baggage && toBaggageHeader(baggage)).toBe('a=1;p ; q = r;s=,b=2');
});

const members = (count: number): string =>
  Array.from({ length: count }, (_, index) => `k${index}=1`).join(',');

test('refuses more than 64 members and more than 8192 bytes', () => {
  expect(parseBaggage(members(64))?.getAllEntries()).toHaveLength(64);
  expect(parseBaggage(members(65))).toBeUndefined();
  expect(parseBaggage(`a=${'x'.repeat(8190)}`)?.getAllEntries()).toHaveLength(1);
  expect(parseBaggage(`a=${'x'.repeat(8191)}`)).toBeUndefined();
});

test('sends at most 64 members and 8192 bytes', () => {
  const entries = Array.from({ length: 100 }, (_, index): [string, BaggageEntry] => [
    `k${index}`,
    { value: 'v' },
  ]);
  const header = toBaggageHeader(propagation.createBaggage(Object.fromEntries(entries))) ?? '';
  expect(header.split(',')).toHaveLength(64);
  const big = propagation.createBaggage({ big: { value: 'x'.repeat(8190) }, small: { value: '1' } });
  expect(toBaggageHeader(big)).toBe('small=1');
});

test('metadata cannot add members or lines', () => {
  const metadata = baggageEntryMetadataFromString('ok=1;bad,evil=1;worse\r\nx-evil: 1; fine');
  const baggage = propagation.createBaggage({ a: { value: '1', metadata } });
  expect(toBaggageHeader(baggage)).toBe('a=1;ok=1;fine');
});

test('keys that no header can carry are left out', () => {
  const baggage = propagation.createBaggage({
    'a b': { value: '1' },
    '': { value: '2' },
    ok: { value: '3' },
  });
  expect(toBaggageHeader(baggage)).toBe('ok=3');
  expect(toBaggageHeader(propagation.createBaggage())).toBeUndefined();
});

test('every value that is well-formed text comes back; the header is printable ASCII', () => {
  const entries = fc.dictionary(fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,10}$/), hostileText, {
    minKeys: 1,
    maxKeys: 8,
  });
  fc.assert(
    fc.property(entries, (values) => {
      const own = Object.entries(values).map(([key, value]): [string, BaggageEntry] => [key, { value }]);
      const header = toBaggageHeader(propagation.createBaggage(Object.fromEntries(own))) ?? '';
      expect(header).toMatch(/^[\x21-\x7e]*$/);
      const wellFormed = own.map(([key, { value }]) => [key, value.toWellFormed()]);
      expect(entriesOf(header)).toEqual(Object.fromEntries(wellFormed));
    }),
  );
});
