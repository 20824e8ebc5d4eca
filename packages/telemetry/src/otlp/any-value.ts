import type { ProtobufWriter } from './protobuf-writer.ts';

// opentelemetry.proto.common.v1: KeyValue { key = 1, value = 2 }, AnyValue { string 1, bool 2, int 3, double 4, array 5 },
// ArrayValue { values = 1 }
export const keyTag = 0x0a;
export const valueTag = 0x12;
const stringValueTag = 0x0a;
const boolValueTag = 0x10;
const intValueTag = 0x18;
const doubleValueTag = 0x21;
export const arrayValueTag = 0x2a;
export const arrayItemTag = 0x0a;

/** Writes the field of an AnyValue that is text, a truth value or a number; false for any other. */
export function encodeScalar(writer: ProtobufWriter, value: unknown): boolean {
  if (typeof value === 'string') {
    writer.tag(stringValueTag);
    writer.string(value);
  } else if (typeof value === 'boolean') {
    writer.tag(boolValueTag);
    writer.varint(value ? 1 : 0);
  } else if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      writer.tag(intValueTag);
      writer.int64(value);
    } else {
      writer.tag(doubleValueTag);
      writer.double(value);
    }
  } else return false;
  return true;
}
