import type { Attributes, SpanOptions } from '@opentelemetry/api';

/** Attributes that many spans have alike (those of one connection, of one route), encoded once for all of them. */
export interface AttributeTemplate {
  readonly attributes: Readonly<Attributes>;
  readonly count: number;
  /** UTF-16 code units of the longest text, to be held against a span's limits. */
  readonly longestText: number;
  /** What an encoder made of them, kept for the next span. */
  encoded: Uint8Array | undefined;
}

/** Takes plain attributes: strings, numbers, booleans. */
export function createAttributeTemplate(attributes: Attributes): AttributeTemplate {
  const values = Object.values(attributes);
  const longestText = Math.max(0, ...values.map((value) => (typeof value === 'string' ? value.length : 0)));
  return { attributes, count: values.length, longestText, encoded: undefined };
}

/** The attributes of one span as it keeps them. No key is in two parts. */
export interface AttributeParts {
  readonly start: AttributeTemplate | undefined;
  readonly own: Readonly<Attributes>;
  readonly end: AttributeTemplate | undefined;
}

/** `attributes` are those that the template does not have. Only our own tracer takes these options. */
export interface TemplatedSpanOptions extends SpanOptions {
  readonly attributeTemplate?: AttributeTemplate | undefined;
}
