import { createContextKey, type Context } from '@opentelemetry/api';
import type { HeldLines } from './held-lines.ts';

/** What a request has for the lines that are logged while it is answered, and what it learns from them. */
export interface RequestScope {
  /** The template of its route, as far as it is known yet. */
  readonly route: () => string | undefined;
  /** Whether it has ended: what goes on after that is not held for it. */
  readonly isOver: () => boolean;
  /** Its lines below the level, until it is known whether it fails; the logger makes this at the first one. */
  held: HeldLines | undefined;
  warnings: number;
  errors: number;
}

/** Where the middleware keeps the request that a context belongs to; it implements `RequestScope`. */
export const requestKey: symbol = createContextKey('cruddur request span');

export function requestScopeIn(context: Context): RequestScope | undefined {
  // safe: only the middleware stores under this key
  return context.getValue(requestKey) as RequestScope | undefined;
}
