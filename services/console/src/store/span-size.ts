import type { Attributes, AttributeValue, Span } from '@cruddur/trace-model';

// Rounded up from heap snapshots of Node 24: what an object of this shape costs before its texts.
const spanBytes = 600;
const entryBytes = 48;

/** About how much memory a span holds, without its resource, which it shares with the spans of its batch. */
export function toSpanByteCount(span: Span): number {
  const texts = toTextBytes(span.name) + toTextBytes(span.statusMessage) + toTextBytes(span.traceState);
  let bytes = spanBytes + texts + toAttributesByteCount(span.attributes);
  for (const event of span.events) {
    bytes += 2 * entryBytes + toTextBytes(event.name) + toAttributesByteCount(event.attributes);
  }
  for (const link of span.links) {
    bytes += 4 * entryBytes + toTextBytes(link.traceState) + toAttributesByteCount(link.attributes);
  }
  return bytes;
}

export function toAttributesByteCount(attributes: Attributes): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(attributes)) {
    bytes += entryBytes + toTextBytes(key) + toValueByteCount(value);
  }
  return bytes;
}

function toValueByteCount(value: AttributeValue): number {
  if (typeof value === 'string') return toTextBytes(value);
  if (typeof value !== 'object' || value === null) return 16;
  return toAttributesByteCount(value as Attributes); // an array is a record of its indices
}

function toTextBytes(text: string): number {
  return 24 + 2 * text.length;
}
