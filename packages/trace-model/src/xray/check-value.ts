import { describeValue } from '../json/describe-value.ts';

/** Takes note of one thing that is wrong. */
export type Report = (path: string, message: string) => void;

/** Looks at one value and reports everything that is wrong with it. */
export type Check = (value: unknown, path: string, report: Report) => void;

export type Fields = Readonly<Record<string, Check>>;

/** Lengths are in characters as X-Ray counts them in its documentation: UTF-16 code units, the strictest reading. */
export function text(maxLength: number, pattern?: RegExp, expected?: string): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') report(path, `expected a string, found ${describeValue(value)}`);
    else if (value.length > maxLength) {
      report(path, `expected at most ${maxLength} characters, found ${value.length}`);
    } else if (pattern !== undefined && !pattern.test(value)) {
      report(path, `expected ${expected ?? String(pattern)}, found ${describeValue(value)}`);
    }
  };
}

/** Text that only the size of the whole document limits. */
export const freeText: Check = text(Number.POSITIVE_INFINITY);

export function accepted(expected: string, accepts: (value: unknown) => boolean): Check {
  return (value, path, report) => {
    if (!accepts(value)) report(path, `expected ${expected}, found ${describeValue(value)}`);
  };
}

export const flag: Check = accepted('true or false', (value) => typeof value === 'boolean');

export function wholeNumber(min: number, max: number): Check {
  return accepted(
    `a whole number from ${min} to ${max}`,
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
  );
}

export const count: Check = wholeNumber(0, Number.MAX_SAFE_INTEGER);

export function oneOf(...values: readonly (string | boolean)[]): Check {
  const allowed = new Set<unknown>(values);
  return accepted(values.map((value) => JSON.stringify(value)).join(' or '), (value) => allowed.has(value));
}

export function listOf(item: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, `expected an array, found ${describeValue(value)}`);
    for (const [index, element] of value.entries()) item(element, `${path}[${index}]`, report);
  };
}

/** An object with these fields and no others. */
export function objectOf(fields: Fields, required: readonly string[] = []): Check {
  return (value, path, report) => {
    if (!isRecord(value)) return report(path, `expected an object, found ${describeValue(value)}`);
    for (const name of required) {
      if (!Object.hasOwn(value, name)) report(memberPath(path, name), 'is required');
    }
    for (const [name, member] of Object.entries(value)) {
      // An own property only: `constructor` and the like are inherited by every object.
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check === undefined) report(memberPath(path, name), 'is not a field that X-Ray knows here');
      else check(member, memberPath(path, name), report);
    }
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const maxShownKeyLength = 60;

export function memberPath(path: string, name: string): string {
  const shown = name.length > maxShownKeyLength ? `${name.slice(0, maxShownKeyLength)}…` : name;
  if (!/^[\w-]+$/.test(shown)) return `${path}[${JSON.stringify(shown)}]`;
  return path === '' ? shown : `${path}.${shown}`;
}
