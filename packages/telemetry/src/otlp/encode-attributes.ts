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

/**
 * Most attributes of a service repeat (method, route, host, status): their bytes are kept and copied.
 * A key with many values (a path with ids in it) gives its place up for good, so that it cannot push the others out.
 */
const maxCachedKeys = 256;
const maxCachedValuesPerKey = 64;
const maxCachedValueLength = 64;
const cache = new Map<string, Map<unknown, Uint8Array> | 'too many values'>();
const scratch = new ProtobufWriter(1024);

/** Writes each attribute as a length-delimited KeyValue under `tag`. Values that are undefined or null are left out. */
export function encodeAttributes(
  writer: ProtobufWriter,
  tag: number,
  attributes: Attributes,
  template?: AttributeTemplate,
): void {
  let encodedAlready = 0;
  if (template !== undefined) {
    template.encoded ??= encodeTemplate(tag, template);
    writer.raw(template.encoded);
    encodedAlready = template.count;
  }
  for (const key in attributes) {
    // The template's come first: objects keep the order in which their properties were added.
    if (encodedAlready > 0) {
      encodedAlready -= 1;
      continue;
    }
    const value = attributes[key];
    if (value === undefined || value === null) continue;
    writer.tag(tag);
    const bytes = cachedKeyValue(key, value);
    if (bytes === undefined) encodeKeyValue(writer, key, value);
    else writer.raw(bytes);
  }
}

function encodeTemplate(tag: number, { attributes }: AttributeTemplate): Uint8Array {
  scratch.truncate(0);
  for (const [key, value] of Object.entries(attributes)) {
    scratch.tag(tag);
    encodeKeyValue(scratch, key, value);
  }
  return scratch.finish();
}

function cachedKeyValue(key: string, value: unknown): Uint8Array | undefined {
  // A Map takes -0 for 0, whose bytes are others.
  if (value === 0 && Object.is(value, -0)) return undefined;
  const values = cache.get(key);
  if (values === 'too many values') return undefined;
  return values?.get(value) ?? (isCacheable(value) ? remember(key, value, values) : undefined);
}

function isCacheable(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= maxCachedValueLength;
  return typeof value === 'boolean' || Number.isInteger(value);
}

function remember(
  key: string,
  value: unknown,
  values: Map<unknown, Uint8Array> = new Map(),
): Uint8Array | undefined {
  if (values.size === 0) {
    if (cache.size >= maxCachedKeys) return undefined;
    cache.set(key, values);
  }
  if (values.size >= maxCachedValuesPerKey) {
    cache.set(key, 'too many values');
    return undefined;
  }
  scratch.truncate(0);
  encodeKeyValue(scratch, key, value);
  const bytes = scratch.finish();
  values.set(value, bytes);
  return bytes;
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
