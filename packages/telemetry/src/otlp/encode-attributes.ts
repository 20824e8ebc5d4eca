import type { Attributes } from '@opentelemetry/api';
import type { AttributeTemplate } from '../trace/attribute-template.ts';
import { arrayItemTag, arrayValueTag, encodeScalar, keyTag, valueTag } from './any-value.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

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
  if (!encodeScalar(writer, value) && Array.isArray(value)) {
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
