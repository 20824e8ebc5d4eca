import type { JsonBudget } from './json-budget.ts';
import type { JsonValue } from './json-value.ts';

/**
 * Whether an entry of a list is the value of a sensitive key that stands right before it: in a pair of a list of pairs
 * (`Object.entries`), or in a flat list that takes turns (Node's `rawHeaders`). Two names by themselves are no pair.
 */
export function isNamedByEntryBefore(
  before: readonly JsonValue[],
  length: number,
  { ancestors, redactor }: JsonBudget,
): boolean {
  if (before.length % 2 === 0 || length % 2 === 1) return false;
  if (length === 2 && !Array.isArray(ancestors.at(-2))) return false;
  const name = before.at(-1);
  return typeof name === 'string' && redactor.isSensitiveKey(name);
}

/** Whether the field `value` of an object belongs to a sensitive `name` or `key`, as in lists of headers or parameters. */
export function isNamedByFieldBefore(
  key: string,
  fields: Readonly<Record<string, JsonValue>>,
  { redactor }: JsonBudget,
): boolean {
  if (key !== 'value') return false;
  const name = fields['name'] ?? fields['key'];
  return typeof name === 'string' && redactor.isSensitiveKey(name);
}
