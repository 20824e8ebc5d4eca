import { redacted, type Redactor } from '../redaction/redactor.ts';
import { errorFields } from './error-fields.ts';
import {
  bytesToRead,
  createJsonBudget,
  spend,
  toBoundedKey,
  toBoundedText,
  type JsonBudget,
} from './json-budget.ts';
import { defaultJsonLimits, type JsonLimits, type JsonObject, type JsonValue } from './json-value.ts';
import { isNamedByEntryBefore, isNamedByFieldBefore } from './named-beside.ts';
import { bytesToText } from './bytes-to-text.ts';

const boxed = new Set(['String', 'Number', 'Boolean', 'BigInt', 'Symbol'].map((type) => `[object ${type}]`));
const circular = '[circular]';
const tooDeep = '[too deep]';
const unreadable = '[unreadable]';
const truncated = '[truncated]';

/**
 * Anything as JSON within the limits, redacted: what an object's `toJSON` says, else its own enumerable properties;
 * errors with their causes; Maps as objects; bytes as text, or base64 where they are none. Never throws.
 */
export function toJsonValue(
  value: unknown,
  redactor: Redactor,
  limits: JsonLimits = defaultJsonLimits,
): JsonValue {
  return toJson(value, createJsonBudget(limits, redactor)) ?? null;
}

/** The same for the attributes of a record, whose other parts share the budget. */
export function toJsonObject(value: object, budget: JsonBudget): JsonObject {
  const result = toJson(value, budget);
  return isJsonObject(result) ? result : { value: result ?? null };
}

/** Undefined for `undefined` alone, which an object leaves out and an array shows as null. */
export function toJson(value: unknown, budget: JsonBudget): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
      return toBoundedText(value, budget);
    case 'number':
      spend(budget);
      if (!Number.isFinite(value)) return String(value);
      if (value >= 1e12 && budget.redactor.isSensitiveNumber(value)) return redacted;
      return value === 0 ? 0 : value;
    case 'boolean':
      spend(budget);
      return value;
    case 'undefined':
      return undefined;
    case 'bigint':
      // A million digits take a second to print.
      return value < maxPrinted && value > -maxPrinted ? toBoundedText(String(value), budget) : '[bigint]';
    case 'symbol':
      return toBoundedText(String(value), budget);
    case 'function':
      return toBoundedText(functionName(value), budget);
    case 'object':
      return value === null ? value : enter(value, budget);
  }
}

const maxPrinted = 1n << 1024n;

function functionName(value: unknown): string {
  try {
    // safe: only called with functions, but the name may be anything
    const { name } = value as { readonly name: unknown };
    return typeof name === 'string' && name !== '' ? `[function ${name}]` : '[function]';
  } catch {
    return '[function]';
  }
}

function enter(value: object, budget: JsonBudget): JsonValue {
  const { ancestors, limits } = budget;
  spend(budget);
  if (ancestors.includes(value)) return circular;
  if (ancestors.length >= limits.maxDepth) return tooDeep;
  if (budget.left <= 0) return truncated;
  ancestors.push(value);
  try {
    return toJsonOfObject(value, budget) ?? null;
  } catch {
    // A Proxy may throw at whatever is asked of it.
    return unreadable;
  } finally {
    ancestors.pop();
  }
}

function toJsonOfObject(value: object, budget: JsonBudget): JsonValue | undefined {
  if (Array.isArray(value)) return fromArray(value, budget);
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === Object.prototype || prototype === null;
  if (!plain) {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return fromBytes(value, budget);
    if (value instanceof Date) return fromDate(value);
    if (value instanceof Error) return fromObject(errorFields(value), budget);
    if (value instanceof Map) return fromMap(value, budget);
    if (value instanceof Set) return fromIterable(value, value.size, budget);
    if (value instanceof RegExp) return toBoundedText(String(value), budget);
    if (boxed.has(Object.prototype.toString.call(value))) return toJson(value.valueOf(), budget);
  }
  const said = sayJson(value);
  if (said.kind === 'said') {
    const isOther = typeof said.value !== 'object' || said.value === null || said.value !== value;
    return isOther ? toJson(said.value, budget) : fromObject(value, budget);
  }
  return fromObject(value, budget);
}

function fromArray(values: readonly unknown[], budget: JsonBudget): JsonValue {
  const result: JsonValue[] = [];
  const { length } = values;
  for (let index = 0; index < length; index += 1) {
    if (index >= budget.limits.maxEntries || budget.left <= 0) {
      result.push(`[${length - index} more]`);
      break;
    }
    const isSecret = isNamedByEntryBefore(result, length, budget);
    result.push(isSecret ? redacted : (readEntry(values, index, budget) ?? null));
  }
  return result;
}

function fromIterable(values: Iterable<unknown>, size: number, budget: JsonBudget): JsonValue {
  const result: JsonValue[] = [];
  for (const value of values) {
    if (result.length >= budget.limits.maxEntries || budget.left <= 0) {
      result.push(`[${size - result.length} more]`);
      break;
    }
    result.push(toJson(value, budget) ?? null);
  }
  return result;
}

function fromMap(values: ReadonlyMap<unknown, unknown>, budget: JsonBudget): JsonValue {
  const result: Record<string, JsonValue> = {};
  let entries = 0;
  for (const [key, value] of values) {
    if (entries >= budget.limits.maxEntries || budget.left <= 0) {
      result[truncated] = `[${values.size - entries} more]`;
      break;
    }
    const name = mapKey(key, entries);
    put(result, name, value, budget);
    entries += 1;
  }
  return result;
}

function mapKey(key: unknown, index: number): string {
  switch (typeof key) {
    case 'string':
      return key;
    case 'object':
    case 'function':
      return key === null ? 'null' : `[${typeof key} ${index}]`;
    default:
      return String(key);
  }
}

function fromObject(value: object, budget: JsonBudget): JsonObject {
  const result: Record<string, JsonValue> = {};
  const keys = Object.keys(value);
  let entries = 0;
  for (const key of keys) {
    if (entries >= budget.limits.maxEntries || budget.left <= 0) {
      result[truncated] = `[${keys.length - entries} more]`;
      break;
    }
    let field: unknown;
    try {
      // safe: any object may be asked for any key
      field = (value as Readonly<Record<string, unknown>>)[key];
    } catch {
      field = unreadable;
    }
    put(result, key, isNamedByFieldBefore(key, result, budget) ? redacted : field, budget);
    entries += 1;
  }
  return result;
}

function put(result: Record<string, JsonValue>, key: string, value: unknown, budget: JsonBudget): void {
  if (value === undefined) return;
  const isSecret = typeof value !== 'boolean' && value !== null && budget.redactor.isSensitiveKey(key);
  const json = isSecret ? redacted : toJson(value, budget);
  if (json === undefined) return;
  const name = toBoundedKey(key, budget);
  if (name === '__proto__') {
    Object.defineProperty(result, name, {
      value: json,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else result[name] = json;
}

function readEntry(values: readonly unknown[], index: number, budget: JsonBudget): JsonValue | undefined {
  try {
    return toJson(values[index], budget);
  } catch {
    return unreadable;
  }
}

function fromDate(value: Date): JsonValue {
  const timeMs = Date.prototype.getTime.call(value);
  return Number.isNaN(timeMs) ? 'Invalid Date' : new Date(timeMs).toISOString();
}

function fromBytes(value: ArrayBufferView | ArrayBuffer, budget: JsonBudget): JsonValue {
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array) && !(value instanceof DataView)) {
    // safe: every view that is neither is a typed array, of numbers or bigints
    return fromArray(value as unknown as readonly unknown[], budget);
  }
  const bytes =
    value instanceof ArrayBuffer
      ? new Uint8Array(value)
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return toBoundedText(bytesToText(bytes, bytesToRead(budget.limits)), budget);
}

type Said = { readonly kind: 'said'; readonly value: unknown } | { readonly kind: 'nothing' };
const nothing: Said = { kind: 'nothing' };

function sayJson(value: object): Said {
  try {
    const toJSON: unknown = Reflect.get(value, 'toJSON');
    return typeof toJSON === 'function' ? { kind: 'said', value: Reflect.apply(toJSON, value, []) } : nothing;
  } catch {
    return nothing;
  }
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
