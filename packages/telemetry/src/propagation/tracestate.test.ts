import * as fc from 'fast-check';
import { TraceState as OracleTraceState } from '@opentelemetry/core';
import { expect, test } from 'vitest';
import { parseTracestate } from './tracestate.ts';

const read = (header: string): string | undefined => parseTracestate(header)?.serialize();

test.for([
  ['one member', 'foo=1', 'foo=1'],
  ['several, in their order', 'foo=1,bar=2,baz=3', 'foo=1,bar=2,baz=3'],
  ['blanks and tabs around members', 'foo=1 \t , \t bar=2 ', 'foo=1,bar=2'],
  ['empty members', 'foo=1,,\t, bar=2,', 'foo=1,bar=2'],
  ['blanks inside and in front of a value', 'foo= b c', 'foo= b c'],
  ['an equals sign is none', 'foo=bar', 'foo=bar'],
  ['the key grammar of Level 2', '0fw529a3039@dt/*-_=1', '0fw529a3039@dt/*-_=1'],
  ['several @ in a key', 'a@b@c=1', 'a@b@c=1'],
  ['256 characters of key', `${'z'.repeat(256)}=1`, `${'z'.repeat(256)}=1`],
  ['256 characters of value', `a=${'v'.repeat(256)}`, `a=${'v'.repeat(256)}`],
] as const)('reads %s', ([, header, expected]) => {
  expect(read(header)).toBe(expected);
});

test.for([
  ['nothing', ''],
  ['only separators', ' ,\t,'],
  ['no equals sign', 'foo'],
  ['no key', '=1'],
  ['no value', 'foo='],
  ['a blank value', 'foo=  '],
  ['an upper-case key', 'FOO=1'],
  ['a key that starts with a dash', '-foo=1'],
  ['a blank before the equals sign', 'foo =1'],
  ['a blank in a key', 'foo bar=1'],
  ['a dot in a key', 'foo.bar=1'],
  ['a second equals sign', 'foo=bar=baz'],
  ['a character that is no ASCII', 'foo=é'],
  ['a no-break space around a member', '\u00a0foo=1'],
  ['a control character', 'foo=a\u0007b'],
  ['a tab inside a value', 'foo=a\tb'],
  ['257 characters of key', `${'z'.repeat(257)}=1`],
  ['257 characters of value', `a=${'v'.repeat(257)}`],
  ['a key twice', 'foo=1,foo=2'],
  ['a key twice with the same value', 'foo=1,bar=2,foo=1'],
] as const)('discards the whole list for %s', ([, header]) => {
  expect(parseTracestate(header)).toBeUndefined();
  expect(
    parseTracestate(`rojo=1,${header === '' || /^[ ,\t]+$/.test(header) ? 'X' : header}`),
  ).toBeUndefined();
});

const members = (count: number): string =>
  Array.from({ length: count }, (_, index) => `k${index}=1`).join(',');

test('takes 32 members and discards 33', () => {
  expect(read(members(32))).toBe(members(32));
  expect(read(members(33))).toBeUndefined();
});

test('carries 512 characters; beyond, members over 128 go first, then those on the right', () => {
  const full = ['a', 'b', 'c', 'd'].map((key) => `${key}=${'v'.repeat(125)}`).join(',');
  expect(full).toHaveLength(511);
  expect(read(full)).toBe(full);
  const long = `long=${'v'.repeat(200)}`;
  expect(read(`${long},${full}`)).toBe(full);
  expect(read(`${full},e=1`)).toBe(full);
  expect(read(`e=1,${full}`)).toBe(`e=1,${full.slice(0, 383)}`);
});

test('set moves the member to the front and leaves the original as it was', () => {
  const state = parseTracestate('foo=1,bar=2');
  const changed = state?.set('bar', '3');
  expect(changed?.serialize()).toBe('bar=3,foo=1');
  expect(changed?.get('bar')).toBe('3');
  expect(state?.set('new', 'n').serialize()).toBe('new=n,foo=1,bar=2');
  expect(state?.unset('foo').serialize()).toBe('bar=2');
  expect(state?.unset('none').serialize()).toBe('foo=1,bar=2');
  expect(state?.serialize()).toBe('foo=1,bar=2');
});

test.for([
  ['Upper', '1'],
  ['', '1'],
  ['ok', ''],
  ['ok', 'a,b'],
  ['ok', 'a=b'],
  ['ok', 'a '],
  ['ok', 'line\nbreak'],
] as const)('set of an invalid pair %j changes nothing', ([key, value]) => {
  expect(parseTracestate('foo=1')?.set(key, value).serialize()).toBe('foo=1');
});

test('set on a full list drops the last member', () => {
  const full = Array.from({ length: 32 }, (_, index) => `k${index}=1`).join(',');
  const members = parseTracestate(full)?.set('new', '1').serialize().split(',');
  expect(members).toHaveLength(32);
  expect(members?.[0]).toBe('new=1');
  expect(members?.at(-1)).toBe('k30=1');
});

const keys = fc.stringMatching(/^[a-z][a-z0-9_\-*/]{0,8}$/);
const values = fc.stringMatching(/^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,8}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/);

test('agrees with OpenTelemetry on valid lists, and every list reads back as it was written', () => {
  const lists = fc.uniqueArray(fc.tuple(keys, values), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(lists, keys, values, (list, key, value) => {
      const header = list.map((member) => member.join('=')).join(',');
      expect(read(header)).toBe(new OracleTraceState(header).serialize());
      const changed = parseTracestate(header)?.set(key, value).serialize() ?? '';
      expect(changed).toBe(new OracleTraceState(header).set(key, value).serialize());
      expect(read(changed)).toBe(changed);
    }),
  );
});
