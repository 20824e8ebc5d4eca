import type { Attributes } from '@opentelemetry/api';

/** `exception.*` attributes (semantic conventions, "Exceptions on spans") of anything that was thrown. Never throws. */
export function exceptionAttributes(thrown: unknown): Attributes {
  const attributes: Attributes = {
    'exception.type': errorType(thrown),
    'exception.message': messageOf(thrown),
  };
  const stack = read(thrown, 'stack');
  if (typeof stack === 'string') attributes['exception.stacktrace'] = stack;
  return attributes;
}

/** The value of `error.type` for something thrown: the error's name, else the type of the value. */
export function errorType(thrown: unknown): string {
  const name = read(thrown, 'name');
  if (typeof name === 'string' && name !== '') return name;
  return thrown === null ? 'null' : typeof thrown;
}

export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  const message = read(thrown, 'message');
  if (typeof message === 'string') return message;
  try {
    return String(thrown);
  } catch {
    return 'a value that cannot be shown';
  }
}

/** Reads a property of a stranger's object, whose getters may throw. */
function read(value: unknown, property: 'name' | 'message' | 'stack'): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return property in value ? Reflect.get(value, property) : undefined;
  } catch {
    return undefined;
  }
}
