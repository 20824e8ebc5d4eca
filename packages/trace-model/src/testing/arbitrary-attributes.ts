import * as fc from 'fast-check';
import type { AttributeValue } from '../span.ts';

/** Arbitrary values and attributes for the oracle, and what a decoder has to make of them. */

export const text: fc.Arbitrary<string> = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((value) => value.isWellFormed());
export const uint32: fc.Arbitrary<number> = fc.nat(0xffff_ffff);
export const uint64: fc.Arbitrary<bigint> = fc.bigInt(0n, 2n ** 64n - 1n);
export const id = (byteLength: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: byteLength, maxLength: byteLength })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
    .filter((hex) => /[1-9a-f]/.test(hex));

export type OracleValue =
  | { case: 'stringValue'; value: string }
  | { case: 'boolValue'; value: boolean }
  | { case: 'intValue'; value: bigint }
  | { case: 'doubleValue'; value: number }
  | { case: 'bytesValue'; value: Uint8Array }
  | { case: 'arrayValue'; value: { values: { value: OracleValue }[] } }
  | { case: 'kvlistValue'; value: { values: OracleKeyValue[] } }
  | { case: undefined };
export interface OracleKeyValue {
  key: string;
  value: { value: OracleValue };
}

const arbitraries = fc.letrec<{ value: OracleValue; keyValues: OracleKeyValue[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text.map((value): OracleValue => ({ case: 'stringValue', value })),
    fc.boolean().map((value): OracleValue => ({ case: 'boolValue', value })),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value): OracleValue => ({ case: 'intValue', value })),
    fc.double().map((value): OracleValue => ({ case: 'doubleValue', value })),
    fc.uint8Array({ maxLength: 9 }).map((value): OracleValue => ({ case: 'bytesValue', value })),
    fc.constant<OracleValue>({ case: undefined }),
    fc.array(tie('value'), { maxLength: 3 }).map((values): OracleValue => {
      return { case: 'arrayValue', value: { values: values.map((value) => ({ value })) } };
    }),
    tie('keyValues').map((values): OracleValue => ({ case: 'kvlistValue', value: { values } })),
  ),
  keyValues: fc
    .uniqueArray(fc.tuple(fc.oneof(text, fc.constant('__proto__')), tie('value')), {
      selector: ([key]) => key,
      maxLength: 4,
    })
    .map((entries) => entries.map(([key, value]) => ({ key, value: { value } }))),
}));

export const value: fc.Arbitrary<OracleValue> = arbitraries.value;
export const keyValues: fc.Arbitrary<OracleKeyValue[]> = arbitraries.keyValues;

export function toAttributeValue(value: OracleValue): AttributeValue {
  switch (value.case) {
    case undefined:
      return null;
    case 'intValue':
      return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value.toString();
    case 'doubleValue':
      return Number.isFinite(value.value) ? value.value : String(value.value);
    case 'bytesValue':
      return Buffer.from(value.value).toString('base64');
    case 'arrayValue':
      return value.value.values.map((item) => toAttributeValue(item.value));
    case 'kvlistValue':
      return toAttributes(value.value.values);
    default:
      return value.value;
  }
}

export function toAttributes(keyValues: readonly OracleKeyValue[]): Record<string, AttributeValue> {
  return Object.fromEntries(keyValues.map(({ key, value }) => [key, toAttributeValue(value.value)]));
}
