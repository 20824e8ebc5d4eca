import type { JsonObject, JsonValue } from '../../log/json-value.ts';
import type { ProtobufWriter } from '../protobuf-writer.ts';

// opentelemetry.proto.common.v1: KeyValue { key = 1, value = 2 }, AnyValue { string 1, bool 2, int 3, double 4, array 5,
// kvlist 6 }, ArrayValue { values = 1 }, KeyValueList { values = 1 }
const keyTag = 0x0a;
const valueTag = 0x12;
const stringValueTag = 0x0a;
const boolValueTag = 0x10;
const intValueTag = 0x18;
const doubleValueTag = 0x21;
const arrayValueTag = 0x2a;
const objectValueTag = 0x32;
const itemTag = 0x0a;

/** Writes one KeyValue under `tag`. */
function encodeKeyValue(writer: ProtobufWriter, tag: number, key: string, value: JsonValue): void {
  writer.tag(tag);
  if (typeof value === 'string' && writer.shortTextPair(key, value)) return;
  const pair = writer.beginMessage();
  writer.tag(keyTag);
  writer.string(key);
  writer.tag(valueTag);
  encodeJsonValue(writer, value);
  writer.endShortMessage(pair);
}

export function encodeKeyValues(writer: ProtobufWriter, tag: number, object: JsonObject): void {
  for (const key in object) {
    const value = object[key];
    if (value !== undefined) encodeKeyValue(writer, tag, key, value);
  }
}

/** Length prefix and body of an AnyValue; null is the empty one. */
export function encodeJsonValue(writer: ProtobufWriter, value: JsonValue): void {
  const start = writer.beginMessage();
  if (typeof value === 'string') {
    writer.tag(stringValueTag);
    writer.string(value);
  } else if (typeof value === 'boolean') {
    writer.tag(boolValueTag);
    writer.varint(value ? 1 : 0);
  } else if (typeof value === 'number') encodeNumber(writer, value);
  else if (value !== null) {
    const isArray = isJsonArray(value);
    writer.tag(isArray ? arrayValueTag : objectValueTag);
    const list = writer.beginMessage();
    if (isArray) {
      for (const item of value) {
        writer.tag(itemTag);
        encodeJsonValue(writer, item);
      }
    } else encodeKeyValues(writer, itemTag, value);
    writer.endMessage(list);
  }
  writer.endShortMessage(start);
}

function encodeNumber(writer: ProtobufWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    writer.tag(intValueTag);
    writer.int64(value);
  } else {
    writer.tag(doubleValueTag);
    writer.double(value);
  }
}

/** `Array.isArray` does not narrow a readonly array. */
function isJsonArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
