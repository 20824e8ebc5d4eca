import type { AttributeValue } from '../span.ts';
import {
  maxAttributeDepth,
  setAttribute,
  toIntegerAttribute,
  toNumberAttribute,
  type AttributeRecord,
} from './attribute-record.ts';
import type { ProtobufReader } from './protobuf-reader.ts';

/** Reads the `index`th `KeyValue` of `field` into `record`. */
export function readKeyValue(
  reader: ProtobufReader,
  record: AttributeRecord,
  field: string,
  index: number,
  depth: number,
): void {
  reader.at([field, index], () => {
    let key = '';
    let value: AttributeValue = null;
    reader.readMessage((field) => {
      if (field === 1) key = reader.at(['key'], () => reader.readText());
      else if (field === 2) value = reader.at(['value'], () => readAnyValue(reader, depth));
      else return false;
      return true;
    });
    setAttribute(record, key, value);
  });
}

function readAnyValue(reader: ProtobufReader, depth: number): AttributeValue {
  if (depth > maxAttributeDepth) reader.fail(`values nested deeper than ${maxAttributeDepth} levels`);
  let value: AttributeValue = null;
  reader.readMessage((field) => {
    switch (field) {
      case 1:
        value = reader.at(['stringValue'], () => reader.readText());
        return true;
      case 2:
        value = reader.at(['boolValue'], () => reader.readBoolean());
        return true;
      case 3:
        value = toIntegerAttribute(reader.at(['intValue'], () => reader.readInt64()));
        return true;
      case 4:
        value = toNumberAttribute(reader.at(['doubleValue'], () => reader.readDouble()));
        return true;
      case 5:
        value = reader.at(['arrayValue'], () => readArrayValue(reader, depth + 1));
        return true;
      case 6:
        value = reader.at(['kvlistValue'], () => readKeyValueList(reader, depth + 1));
        return true;
      case 7:
        value = reader.at(['bytesValue'], () => reader.readBase64());
        return true;
      default:
        return false;
    }
  });
  return value;
}

function readArrayValue(reader: ProtobufReader, depth: number): readonly AttributeValue[] {
  const values: AttributeValue[] = [];
  reader.readMessage((field) => {
    if (field !== 1) return false;
    reader.at(['values', values.length], () => values.push(readAnyValue(reader, depth)));
    return true;
  });
  return values;
}

function readKeyValueList(reader: ProtobufReader, depth: number): AttributeRecord {
  const record: AttributeRecord = {};
  let index = 0;
  reader.readMessage((field) => {
    if (field !== 1) return false;
    readKeyValue(reader, record, 'values', index++, depth);
    return true;
  });
  return record;
}
