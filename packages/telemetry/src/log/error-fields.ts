import { errorType, messageOf } from '../trace/exception-attributes.ts';

/**
 * What libraries say of an error beside its message, and is no data of anybody's: an error may also carry the whole
 * request, the parameters of a query or the row that was refused, so that the rest stays out.
 */
const diagnosticFields: readonly string[] = [
  'code',
  'errno',
  'syscall',
  'hostname',
  'address',
  'port',
  'status',
  'statusCode',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
];

/**
 * What an error is, as a plain object: `JSON.stringify` makes `{}` of it. Causes and the errors of an AggregateError are
 * left as they are, for the serialiser to go into.
 */
export function errorFields(error: Error): object {
  const fields: Record<string, unknown> = { type: errorType(error), message: messageOf(error) };
  const stack = read(error, 'stack');
  if (typeof stack === 'string') fields['stack'] = stack;
  for (const field of diagnosticFields) {
    const value = read(error, field);
    if (typeof value === 'string' || typeof value === 'number') fields[field] = value;
  }
  const cause = read(error, 'cause');
  if (cause !== undefined) fields['cause'] = cause;
  const errors = read(error, 'errors');
  if (Array.isArray(errors)) fields['errors'] = abridge(errors);
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
