import type { JsonObject, JsonValue } from '../../log/json-value.ts';
import { arrayItemTag, arrayValueTag, encodeScalar, keyTag, valueTag } from '../any-value.ts';
import type { ProtobufWriter } from '../protobuf-writer.ts';

// opentelemetry.proto.common.v1: AnyValue { kvlist = 6 }, KeyValueList { values = 1 }
const objectValueTag = 0x32;
const objectItemTag = 0x0a;

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
  if (!encodeScalar(writer, value) && typeof value === 'object' && value !== null) {
    const isArray = isJsonArray(value);
    writer.tag(isArray ? arrayValueTag : objectValueTag);
    const list = writer.beginMessage();
    if (isArray) {
      for (const item of value) {
        writer.tag(arrayItemTag);
        encodeJsonValue(writer, item);
      }
    } else encodeKeyValues(writer, objectItemTag, value);
    writer.endMessage(list);
  }
  writer.endShortMessage(start);
}

/** `Array.isArray` does not narrow a readonly array. */
function isJsonArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
