import { cut, cutRedacted, readAhead } from '../redaction/cut-redacted.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { JsonLimits } from './json-value.ts';

/** What is left of one record's limits while it is serialised, and what is being serialised around the current value. */
export interface JsonBudget {
  readonly limits: JsonLimits;
  readonly redactor: Redactor;
  left: number;
  /** The objects that the current value is inside of, to know a cycle. */
  readonly ancestors: object[];
}

export function createJsonBudget(limits: JsonLimits, redactor: Redactor): JsonBudget {
  return { limits, redactor, left: limits.maxTotalLength, ancestors: [] };
}

/** What a value other than a text counts. */
const plainCost = 24;

export function spend(budget: JsonBudget): void {
  budget.left -= plainCost;
}

/** Where a text was cut. */
const ellipsis = '…';

/** How many UTF-8 bytes to read of what may be a long text, so that it is known to be cut where it is. */
export function bytesToRead({ maxTextLength }: JsonLimits): number {
  const maxBytesPerCodeUnit = 3;
  return maxBytesPerCodeUnit * (maxTextLength + readAhead + 1);
}

/** The text redacted, within what is left of the budget, and well-formed. */
export function toBoundedText(text: string, budget: JsonBudget): string {
  const max = Math.max(0, Math.min(budget.limits.maxTextLength, budget.left));
  if (text.length <= max) {
    const kept = budget.redactor.redactText(text).toWellFormed();
    budget.left -= kept.length;
    return kept;
  }
  const kept = cutRedacted(text, max, budget.redactor);
  budget.left -= max;
  return `${kept}${ellipsis}`.toWellFormed();
}

/** A key as it is shown. One that is no plain name may hold a secret itself: a URL, a card. */
export function toBoundedKey(key: string, budget: JsonBudget): string {
  if (key.length > maxKeyLength + readAhead) {
    budget.left -= maxKeyLength;
    return `${cutRedacted(key, maxKeyLength, budget.redactor)}${ellipsis}`.toWellFormed();
  }
  const kept = plainName.test(key) ? key : budget.redactor.redactText(key).toWellFormed();
  budget.left -= Math.min(kept.length, maxKeyLength);
  return kept.length <= maxKeyLength ? kept : `${cut(kept, maxKeyLength)}${ellipsis}`;
}

const plainName = /^[A-Za-z_.]{1,40}$/;
const maxKeyLength = 256;
