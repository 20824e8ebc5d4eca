import { createContextKey, type Context } from '@opentelemetry/api';
import type { Person } from '../errors/person.ts';
import type { Breadcrumbs } from './breadcrumbs.ts';
import type { HeldLines } from './held-lines.ts';

/** What a report of an error says of the request that it happened in. Nothing of it is redacted. */
export interface RequestFacts {
  readonly method: string;
  readonly url: string;
  readonly header: (name: string) => string | null | undefined;
  readonly clientAddress: string | undefined;
  /** Of the answer, once it is known. */
  readonly status: number | undefined;
}

/** What a request has for the lines that are logged while it is answered, and what it learns from them. */
export interface RequestScope {
  /** The template of its route, as far as it is known yet. */
  readonly route: () => string | undefined;
  /** Whether it has ended: what goes on after that is not held for it. */
  readonly isOver: () => boolean;
  /** Its lines below the level, until it is known whether it fails; the logger makes this at the first one. */
  held: HeldLines | undefined;
  /** Its last lines; the logger makes this at the first one, where somebody wants to know them. */
  breadcrumbs: Breadcrumbs | undefined;
  /** Whom it is answered for, once that is known. */
  person: Person | undefined;
  /** Undefined when it is over and let go of. */
  readonly facts: () => RequestFacts | undefined;
  warnings: number;
  errors: number;
}

/** Where the middleware keeps the request that a context belongs to; it implements `RequestScope`. */
export const requestKey: symbol = createContextKey('cruddur request span');

export function requestScopeIn(context: Context): RequestScope | undefined {
  // safe: only the middleware stores under this key
  return context.getValue(requestKey) as RequestScope | undefined;
}
