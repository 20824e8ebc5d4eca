import { messageOf } from '../trace/exception-attributes.ts';

/** Why something failed, for a person: `fetch` hides the reason (a refused connection, an unknown host) in its cause. */
export function describeFailure(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return [messageOf(error), ...(cause === undefined ? [] : [describeCause(cause)])].join(': ');
}

function describeCause(cause: unknown): string {
  // An error of several addresses that all refuse has no message, only a code.
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return messageOf(cause) || (typeof code === 'string' ? code : 'unknown');
}
