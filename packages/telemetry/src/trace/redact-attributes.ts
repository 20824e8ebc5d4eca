import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { cutRedacted } from '../redaction/cut-redacted.ts';
import { redacted, type Redactor } from '../redaction/redactor.ts';

/** A copy without secrets: by key, and in every text. Texts are at most `maxLength` UTF-16 code units. */
export function redactAttributes(attributes: Attributes, redactor: Redactor, maxLength: number): Attributes {
  const kept: Attributes = {};
  for (const key in attributes) {
    kept[key] = redactAttribute(key, attributes[key], redactor, maxLength);
  }
  return kept;
}

/** One attribute that a caller sets. */
export function redactAttribute(
  key: string,
  value: AttributeValue | undefined,
  redactor: Redactor,
  maxLength: number,
): AttributeValue | undefined {
  return redactor.isSensitiveKey(key) ? redacted : redactValue(value, redactor, maxLength);
}

/** Redacted before it is cut: half a secret is not known as one. */
function redactAndCut(text: string, redactor: Redactor, maxLength: number): string {
  return text.length > maxLength ? cutRedacted(text, maxLength, redactor) : redactor.redactText(text);
}

function redactValue(
  value: AttributeValue | undefined,
  redactor: Redactor,
  maxLength: number,
): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return redactAndCut(value, redactor, maxLength);
    case 'number':
      return redactor.isSensitiveNumber(value) ? redacted : value;
    case 'object': {
      if (!Array.isArray(value)) return value;
      const safe = value.map((item: unknown) => redactItem(item, redactor, maxLength));
      // An array of numbers has no place for a text.
      if (safe.some((item, index) => typeof item !== typeof value[index])) return redacted;
      // safe: every item is of the type that it was of
      return safe as AttributeValue;
    }
    default:
      return value;
  }
}

function redactItem(item: unknown, redactor: Redactor, maxLength: number): unknown {
  if (typeof item === 'string') return redactAndCut(item, redactor, maxLength);
  return typeof item === 'number' && redactor.isSensitiveNumber(item) ? redacted : item;
}
