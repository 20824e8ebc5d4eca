import type { Attributes, AttributeValue, Link } from '@opentelemetry/api';
import type { Redactor } from '../redaction/redactor.ts';
import type { FinishedSpanLink } from './finished-span.ts';
import { redactAttributes } from './redact-attributes.ts';

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
  let type: string | undefined;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    type ??= typeof value;
    if (typeof value !== type || (type !== 'string' && type !== 'number' && type !== 'boolean'))
      return undefined;
  }
  const kept = values.map((value) => (typeof value === 'string' ? value.slice(0, maxLength) : value));
  // safe: every element is null, undefined or of the one primitive type `type`
  return kept as AttributeValue;
}

export interface LimitedAttributes {
  readonly attributes: Attributes;
  readonly count: number;
  readonly dropped: number;
}

/**
 * The attributes within the limits. Nearly all are plain and within: those are copied in one go, or taken as they are
 * when they were made for this span alone (`owned`).
 */
export function limitAttributes(
  attributes: Attributes | undefined,
  limits: SpanLimits,
  owned = false,
): LimitedAttributes {
  let count = 0;
  for (const key in attributes) {
    const value = attributes[key];
    const type = typeof value;
    const plain =
      type === 'string'
        ? (value as string).length <= limits.maxAttributeValueLength
        : type === 'number' || type === 'boolean';
    if (!plain || key === '') return limitOneByOne(attributes, limits);
    count += 1;
  }
  if (count > limits.maxAttributes) return limitOneByOne(attributes, limits);
  return {
    attributes: owned && attributes !== undefined ? attributes : { ...attributes },
    count,
    dropped: 0,
  };
}

function limitOneByOne(attributes: Attributes | undefined, limits: SpanLimits): LimitedAttributes {
  const kept: Attributes = {};
  let count = 0;
  let dropped = 0;
  for (const key in attributes) {
    const given = attributes[key];
    if (given === undefined || given === null) continue;
    const value = toAttributeValue(given, limits.maxAttributeValueLength);
    if (key === '' || value === undefined) dropped += 1;
    else if (count === limits.maxAttributes) dropped += 1;
    else {
      kept[key] = value;
      count += 1;
    }
  }
  return { attributes: kept, count, dropped };
}

/** A copy of the link with its attributes within the limits, and without secrets. */
export function toSafeLink(link: Link, limits: SpanLimits, redactor: Redactor): FinishedSpanLink {
  if (link.attributes === undefined) return { context: link.context };
  const safe = redactAttributes(link.attributes, redactor, limits.maxAttributeValueLength);
  const { attributes, dropped } = limitAttributes(safe, limits, true);
  return {
    context: link.context,
    attributes,
    droppedAttributesCount: dropped + (link.droppedAttributesCount ?? 0),
  };
}
