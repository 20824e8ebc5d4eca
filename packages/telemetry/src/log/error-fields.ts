import { errorType, messageOf } from '../trace/exception-attributes.ts';

/** An error's own fields that are said in another way, or that belong to nobody. */
const saidElsewhere = new Set(['name', 'message', 'stack', 'cause', 'errors', 'type']);

/**
 * What an error is, as a plain object: `JSON.stringify` makes `{}` of it. Causes and the errors of an AggregateError are
 * left as they are, for the serialiser to go into; so are the fields that libraries add (`code`, `errno`, `status`).
 */
export function errorFields(error: Error): object {
  const fields: Record<string, unknown> = { type: errorType(error), message: messageOf(error) };
  const stack = read(error, 'stack');
  if (typeof stack === 'string') fields['stack'] = stack;
  const cause = read(error, 'cause');
  if (cause !== undefined) fields['cause'] = cause;
  const errors = read(error, 'errors');
  if (Array.isArray(errors)) fields['errors'] = abridge(errors);
  for (const key of Object.keys(error)) {
    if (!saidElsewhere.has(key)) fields[key] = read(error, key);
  }
  return fields;
}

/** Errors that failed together have failed alike: a few stacks tell as much as all. */
const fullErrors = 3;
const maxErrors = 20;

function abridge(errors: readonly unknown[]): unknown[] {
  const kept = errors
    .slice(0, maxErrors)
    .map((error, index) =>
      index >= fullErrors && error instanceof Error ? `${errorType(error)}: ${messageOf(error)}` : error,
    );
  return errors.length > maxErrors ? [...kept, `[${errors.length - maxErrors} more]`] : kept;
}

function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined;
  }
}
