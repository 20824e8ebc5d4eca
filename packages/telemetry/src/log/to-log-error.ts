import { errorType, messageOf } from '../trace/exception-attributes.ts';
import { toBoundedText, type JsonBudget } from './json-budget.ts';
import type { LogError } from './logger.ts';
import { toJson, toJsonObject } from './to-json-value.ts';

/** Anything that was thrown as a structured error. */
export function toLogError(thrown: unknown, budget: JsonBudget): LogError {
  if (isError(thrown)) {
    const fields = toJsonObject(thrown, budget);
    const { type, message } = fields;
    if (typeof type === 'string' && typeof message === 'string') return { ...fields, type, message };
  }
  return summarizeError(thrown, budget);
}

/** Without stack, fields and causes: for where the whole error is told elsewhere. */
export function summarizeError(thrown: unknown, budget: JsonBudget): LogError {
  return { type: toBoundedText(errorType(thrown), budget), message: toMessage(thrown, budget) };
}

/** The message of an error; of anything else its text. Not `String(value)`, which an array of any length joins. */
export function toMessage(value: unknown, budget: JsonBudget): string {
  if (isError(value)) return toBoundedText(messageOf(value), budget);
  const json = toJson(value, budget);
  return typeof json === 'string' ? json : JSON.stringify(json ?? String(value));
}

export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}
