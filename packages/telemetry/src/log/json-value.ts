/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** How much of a stranger's value is taken into a log record. */
export interface JsonLimits {
  readonly maxDepth: number;
  /** Of one object, array, Map or Set. */
  readonly maxEntries: number;
  /** Of one text, in UTF-16 code units. */
  readonly maxTextLength: number;
  /** Of all keys and values of a record together, in UTF-16 code units; what is no text counts 24. In UTF-8 up to three times as many bytes. */
  readonly maxTotalLength: number;
}

/** Small enough that a record which reaches every limit is still serialised and redacted in some ten microseconds. */
export const defaultJsonLimits: JsonLimits = {
  maxDepth: 8,
  maxEntries: 100,
  maxTextLength: 4096,
  maxTotalLength: 12_288,
};
