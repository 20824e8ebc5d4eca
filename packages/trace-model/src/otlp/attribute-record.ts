import type { AttributeValue } from '../span.ts';

/** Attributes while they are being collected. A key that comes twice keeps its last value. */
export type AttributeRecord = Record<string, AttributeValue>;

export function setAttribute(record: AttributeRecord, key: string, value: AttributeValue): void {
  // Plain assignment to this one key would replace the prototype instead of adding an attribute.
  if (key === '__proto__') {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[key] = value;
  }
}

/** JSON has no NaN and no infinities; they are kept as text, as protobuf's JSON mapping does. */
export function toNumberAttribute(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A 64-bit integer as a number while it is exact, otherwise as decimal digits. */
export function toIntegerAttribute(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Values nested deeper than this are refused: no real attribute needs it, and recursion has to end. */
export const maxAttributeDepth = 32;
