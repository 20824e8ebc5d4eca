import { context as activeContext } from '@opentelemetry/api';
import { requestScopeIn } from '../log/request-scope.ts';

/** Whom an error happened to. */
export interface Person {
  readonly id: string;
  readonly username?: string;
  readonly email?: string;
}

/**
 * Says for whom the current request is answered: whatever is reported while it is answered names this person, sampled
 * or not. Outside of a request it does nothing. What the span says of the user (`user.id`) is the caller's to set.
 */
export function setPerson(person: Person): void {
  const request = requestScopeIn(activeContext.active());
  if (request !== undefined) request.person = person;
}
