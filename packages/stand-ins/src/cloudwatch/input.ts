import { isRecord } from '../is-record.ts';
import { invalidParameter, ServiceError } from './service-error.ts';

/** The members of an operation's input. */
export type Input = Readonly<Record<string, unknown>>;

/** A member of the wrong type does not fit the protocol. */
export function malformed(member: string, expected: string): ServiceError {
  return new ServiceError('SerializationException', `${member} is not ${expected}`);
}

/** Each throws a `ServiceError`. */
export function requiredString(input: Input, member: string): string {
  const value = optionalString(input, member);
  if (value === undefined) throw missing(member);
  return value;
}

export function optionalString(input: Input, member: string): string | undefined {
  const value = input[member] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw malformed(member, 'a string');
  return value;
}

export function optionalInteger(input: Input, member: string): number | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw malformed(member, 'an integer');
  return value;
}

export function optionalBoolean(input: Input, member: string): boolean | undefined {
  const value = input[member] ?? undefined;
  if (value !== undefined && typeof value !== 'boolean') throw malformed(member, 'a boolean');
  return value;
}

export function optionalStringMap(input: Input, member: string): ReadonlyMap<string, string> {
  const value = input[member] ?? {};
  if (!isRecord(value)) throw malformed(member, 'a map');
  return new Map(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw malformed(`${member}.${key}`, 'a string');
      return [key, text];
    }),
  );
}

export function missing(member: string): ServiceError {
  return invalidParameter(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
