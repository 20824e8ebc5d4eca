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
/** A secret that begins before the cut must be known as one, so some more is read than is kept. */
const readAhead = 256;

/** The text redacted, within what is left of the budget, and well-formed. */
export function toBoundedText(text: string, budget: JsonBudget): string {
  const max = Math.max(0, Math.min(budget.limits.maxTextLength, budget.left));
  if (text.length <= max) {
    const kept = budget.redactor.redactText(text).toWellFormed();
    budget.left -= kept.length;
    return kept;
  }
  const kept = cut(budget.redactor.redactText(text.slice(0, max + readAhead)), max);
  budget.left -= max;
  return `${kept}${ellipsis}`.toWellFormed();
}

/** A key as it is shown. One that is no plain name may hold a secret itself: a URL, a card. */
export function toBoundedKey(key: string, budget: JsonBudget): string {
  const known = key.length <= maxKeyLength ? key : key.slice(0, maxKeyLength + readAhead);
  const kept = plainName.test(known) ? known : budget.redactor.redactText(known).toWellFormed();
  budget.left -= Math.min(kept.length, maxKeyLength);
  return kept.length <= maxKeyLength ? kept : `${cut(kept, maxKeyLength)}${ellipsis}`;
}

const plainName = /^[A-Za-z_.]{1,40}$/;
const maxKeyLength = 256;

/** Never in the middle of a surrogate pair. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
