/**
 * Keeps secrets from leaving the process. Works on keys and on values, in time linear in the length of the text.
 * Applied once to every log record, before any sink sees it.
 */
export interface Redactor {
  /** Whether what stands under this key is a secret whatever it looks like. */
  readonly isSensitiveKey: (key: string) => boolean;
  /** The text with everything in it replaced that looks like a secret or is named as one. */
  readonly redactText: (text: string) => string;
  /** Whether a bare number is one: a payment card's. */
  readonly isSensitiveNumber: (value: number) => boolean;
}

/** What stands in a secret's place. */
export const redacted = '[redacted]';
