import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** Bounds of one span, by the `OTEL_SPAN_*` and `OTEL_ATTRIBUTE_*` variables. What is over is dropped and counted on the span. */
export interface SpanLimits {
  readonly maxAttributes: number;
  /** UTF-16 code units; longer strings are cut. */
  readonly maxAttributeValueLength: number;
  readonly maxEvents: number;
  readonly maxLinks: number;
}

export const defaultSpanLimits: SpanLimits = {
  maxAttributes: 128,
  maxAttributeValueLength: 16_384,
  maxEvents: 128,
  maxLinks: 128,
};

/** The value as it may be kept, or undefined when it is none that a span can carry. */
export function toAttributeValue(value: unknown, maxLength: number): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return value.length > maxLength ? value.slice(0, maxLength) : value;
    case 'number':
    case 'boolean':
      return value;
    default:
      return Array.isArray(value) ? toArrayValue(value, maxLength) : undefined;
  }
}

function toArrayValue(values: readonly unknown[], maxLength: number): AttributeValue | undefined {
  const firstType = typeof values.find((value) => value !== null && value !== undefined);
  if (firstType === 'object' || firstType === 'function') return undefined;
  const kept = values.map((value) =>
    typeof value === firstType ? toAttributeValue(value, maxLength) : undefined,
  );
  // safe: every element is undefined or of the one primitive type `firstType`
  return kept as AttributeValue;
}

export interface LimitedAttributes {
  readonly attributes: Attributes;
  readonly count: number;
  readonly dropped: number;
}

export function limitAttributes(attributes: Attributes | undefined, limits: SpanLimits): LimitedAttributes {
  const kept: Attributes = {};
  let count = 0;
  let dropped = 0;
  for (const key in attributes) {
    const value = toAttributeValue(attributes[key], limits.maxAttributeValueLength);
    if (key === '' || (value === undefined && attributes[key] !== undefined)) dropped += 1;
    else if (value === undefined) continue;
    else if (count === limits.maxAttributes) dropped += 1;
    else {
      kept[key] = value;
      count += 1;
    }
  }
  return { attributes: kept, count, dropped };
}
