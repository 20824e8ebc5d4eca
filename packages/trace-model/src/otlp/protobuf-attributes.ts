import type { AttributeValue } from '../span.ts';
import {
  maxAttributeDepth,
  setAttribute,
  toIntegerAttribute,
  toNumberAttribute,
  type AttributeRecord,
} from './attribute-record.ts';
import type { ProtobufReader } from './protobuf-reader.ts';

/** Reads the `index`th `KeyValue` of the field `name` into `record`. */
export function readKeyValue(
  reader: ProtobufReader,
  record: AttributeRecord,
  name: string,
  index: number,
  depth = 0,
): void {
  let key = '';
  let value: AttributeValue = null;
  reader.readMessage(name, index, (field) => {
    if (field === 1) key = reader.readText('key');
    else if (field === 2) value = readAnyValue(reader, 'value', undefined, depth);
    else return false;
    return true;
  });
  setAttribute(record, key, value);
}

/** Reads an `AnyValue`; the field `name` holds it. */
export function readAnyValue(
  reader: ProtobufReader,
  name: string,
  index: number | undefined,
  depth: number,
): AttributeValue {
  if (depth > maxAttributeDepth) reader.fail(`values nested deeper than ${maxAttributeDepth} levels`);
  let value: AttributeValue = null;
  reader.readMessage(name, index, (field) => {
    switch (field) {
      case 1:
        value = reader.readText('stringValue');
        return true;
      case 2:
        value = reader.readBoolean('boolValue');
        return true;
      case 3:
        value = toIntegerAttribute(reader.readInt64('intValue'));
        return true;
      case 4:
        value = toNumberAttribute(reader.readDouble('doubleValue'));
        return true;
      case 5:
        value = readArrayValue(reader, depth + 1);
        return true;
      case 6:
        value = readKeyValueList(reader, depth + 1);
        return true;
      case 7:
        value = reader.readBase64('bytesValue');
        return true;
      default:
        return false;
    }
  });
  return value;
}

function readArrayValue(reader: ProtobufReader, depth: number): readonly AttributeValue[] {
  const values: AttributeValue[] = [];
  reader.readMessage('arrayValue', undefined, (field) => {
    if (field !== 1) return false;
    values.push(readAnyValue(reader, 'values', values.length, depth));
    return true;
  });
  return values;
}

function readKeyValueList(reader: ProtobufReader, depth: number): AttributeRecord {
  const record: AttributeRecord = {};
  let index = 0;
  reader.readMessage('kvlistValue', undefined, (field) => {
    if (field !== 1) return false;
    readKeyValue(reader, record, 'values', index++, depth);
    return true;
  });
  return record;
}
