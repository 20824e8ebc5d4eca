import type { AttributeValue } from '../span.ts';
import {
  maxAttributeDepth,
  setAttribute,
  toIntegerAttribute,
  toNumberAttribute,
  type AttributeRecord,
} from './attribute-record.ts';
import type { JsonCursor } from './json-cursor.ts';

/** Reads a list of `KeyValue`. */
export function readAttributes(keyValues: JsonCursor, depth = 0): AttributeRecord {
  const record: AttributeRecord = {};
  for (const keyValue of keyValues.items()) {
    setAttribute(record, keyValue.member('key').text(), readAnyValue(keyValue.member('value'), depth));
  }
  return record;
}

type ReadValue = (value: JsonCursor, depth: number) => AttributeValue;

const readers: readonly (readonly [name: string, read: ReadValue])[] = [
  ['stringValue', (value) => value.text()],
  ['intValue', (value) => toIntegerAttribute(value.int64())],
  ['boolValue', (value) => value.boolean()],
  ['doubleValue', (value) => toNumberAttribute(value.double())],
  [
    'arrayValue',
    (value, depth) =>
      value
        .member('values')
        .items()
        .map((item) => readAnyValue(item, depth)),
  ],
  ['kvlistValue', (value, depth) => readAttributes(value.member('values'), depth)],
  ['bytesValue', (value) => value.base64()],
];

export function readAnyValue(cursor: JsonCursor, depth = 0): AttributeValue {
  if (depth > maxAttributeDepth) cursor.fail(`at most ${maxAttributeDepth} levels of nested values`, 'more');
  for (const [name, read] of readers) {
    const value = cursor.member(name);
    if (!value.isAbsent) return read(value, depth + 1);
  }
  return null;
}
