import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { BatchBuffer } from '../delivery/delivery.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';

/** What a span holds in memory beside its texts, roughly. */
const assumedBytesPerSpan = 1024;
const bytesPerValue = 16;

/** Keeps spans as they are: making documents of them is for later, off the request's path. Its bytes are estimates. */
export function createSpanBuffer(): BatchBuffer<FinishedSpan, readonly FinishedSpan[]> {
  let spans: FinishedSpan[] = [];
  let bytes = 0;
  return {
    items: () => spans.length,
    bytes: () => bytes,
    add: (span) => {
      bytes += estimateBytes(span);
      spans.push(span);
    },
    take: () => {
      const batch = spans;
      spans = [];
      bytes = 0;
      return batch;
    },
  };
}

function estimateBytes(span: FinishedSpan): number {
  // Templates are shared, and making one object of all parts would cost more than the rest of this.
  const own = span.attributeParts?.own ?? span.attributes;
  let bytes = assumedBytesPerSpan + span.name.length + attributesBytes(own);
  for (const event of span.events) bytes += event.name.length + attributesBytes(event.attributes);
  for (const link of span.links) bytes += attributesBytes(link.attributes);
  return bytes;
}

function attributesBytes(attributes: Readonly<Attributes> | undefined): number {
  let bytes = 0;
  for (const key in attributes) bytes += bytesPerValue + valueBytes(attributes[key]);
  return bytes;
}

function valueBytes(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return 0;
  let bytes = 0;
  for (const element of value) bytes += bytesPerValue + (typeof element === 'string' ? element.length : 0);
  return bytes;
}
