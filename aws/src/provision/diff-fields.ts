import type { ResourceFields } from './resource.ts';

type FieldValue = ResourceFields[string];

export interface FieldChange {
  readonly field: string;
  /** Undefined: the field is added. */
  readonly from: FieldValue | undefined;
  /** Undefined: the field is taken away. */
  readonly to: FieldValue | undefined;
}

/** The fields that differ, in the order of `to`, then those that only `from` has. */
export function diffFields(from: ResourceFields, to: ResourceFields): readonly FieldChange[] {
  const names = new Set([...Object.keys(to), ...Object.keys(from)]);
  return [...names]
    .map((field) => ({ field, from: valueOf(from, field), to: valueOf(to, field) }))
    .filter((change) => !isSame(change.from, change.to));
}

function valueOf(fields: ResourceFields, field: string): FieldValue | undefined {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** X-Ray may answer a rate such as 0.1 as the nearest 32-bit number: that is no difference. */
function isSame(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'number' || typeof b !== 'number' || Number.isInteger(b)) return false;
  return Math.fround(a) === Math.fround(b);
}
