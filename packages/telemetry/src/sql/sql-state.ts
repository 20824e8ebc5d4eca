import type { Attributes } from '@opentelemetry/api';

// Two characters of class, three of condition; every code has a digit, which sets it apart from EPIPE and EPERM.
const sqlStatePattern = /^(?=.*\d)[0-9A-Z]{5}$/;

/** `db.response.status_code` and `error.type` of a failed query, where the error or its cause carries a SQLSTATE in `code`. */
export function sqlStateAttributes(error: unknown): Attributes {
  const state = sqlStateOf(error) ?? (error instanceof Error ? sqlStateOf(error.cause) : undefined);
  return state === undefined ? {} : { 'db.response.status_code': state, 'error.type': state };
}

function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && sqlStatePattern.test(error.code) ? error.code : undefined;
}
