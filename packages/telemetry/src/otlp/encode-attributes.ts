import type { Attributes } from '@opentelemetry/api';
import type { AttributeTemplate } from '../trace/attribute-template.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

// opentelemetry.proto.common.v1: KeyValue { key = 1, value = 2 }, AnyValue { string 1, bool 2, int 3, double 4, array 5 }
const keyTag = 0x0a;
const valueTag = 0x12;
const stringValueTag = 0x0a;
const boolValueTag = 0x10;
const intValueTag = 0x18;
const doubleValueTag = 0x21;
const arrayValueTag = 0x2a;
const arrayItemTag = 0x0a;

/** Writes each attribute as a length-delimited KeyValue under `tag`. Values that are undefined or null are left out. */
export function encodeAttributes(writer: ProtobufWriter, tag: number, attributes: Attributes): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined || value === null) continue;
    writer.tag(tag);
    if (typeof value !== 'string' || !writer.shortTextPair(key, value)) encodeKeyValue(writer, key, value);
  }
}

/** Writes the attributes of a template, whose bytes are kept for the next span. One template, one `tag`. */
export function encodeTemplate(writer: ProtobufWriter, tag: number, template: AttributeTemplate): void {
  if (template.encoded === undefined) {
    const own = new ProtobufWriter(512);
    encodeAttributes(own, tag, template.attributes);
    template.encoded = own.finish();
  }
  writer.raw(template.encoded);
}

/** Length prefix and body of one KeyValue. */
function encodeKeyValue(writer: ProtobufWriter, key: string, value: unknown): void {
  const pair = writer.beginMessage();
  writer.tag(keyTag);
  writer.string(key);
  writer.tag(valueTag);
  encodeAnyValue(writer, value);
  writer.endShortMessage(pair);
}

function encodeAnyValue(writer: ProtobufWriter, value: unknown): void {
  const start = writer.beginMessage();
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
  } else if (Array.isArray(value)) {
    writer.tag(arrayValueTag);
    const array = writer.beginMessage();
    for (const item of value) {
      writer.tag(arrayItemTag);
      encodeAnyValue(writer, item);
    }
    writer.endMessage(array);
  }
  // Anything else, null in an array included, is the empty AnyValue.
  writer.endShortMessage(start);
}
