import type { Attributes, SpanOptions } from '@opentelemetry/api';

/**
 * Attributes that many spans have alike: those of one connection, of one upstream. A span's attributes start as a copy
 * of the template, so an encoder can write the bytes of all of them at once.
 */
export interface AttributeTemplate {
  readonly attributes: Readonly<Attributes>;
  readonly count: number;
  /** What an encoder made of them, kept for the next span. */
  encoded: Uint8Array | undefined;
}

/** Takes plain attributes: strings, numbers, booleans. */
export function createAttributeTemplate(attributes: Attributes): AttributeTemplate {
  return { attributes, count: Object.keys(attributes).length, encoded: undefined };
}

/**
 * `attributes` must be an object made for this span alone, `{ ...attributeTemplate.attributes, more }`. A tracer that
 * does not know templates sees plain span options.
 */
export interface TemplatedSpanOptions extends SpanOptions {
  readonly attributes: Attributes;
  readonly attributeTemplate: AttributeTemplate | undefined;
}
