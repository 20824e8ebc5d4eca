import { context as activeContext, trace } from '@opentelemetry/api';
import { requestScopeIn } from '../log/request-scope.ts';

/** Whom an error happened to. */
export interface Person {
  readonly id: string;
  readonly username?: string;
  readonly email?: string;
}

/**
 * Says for whom the current request is answered: `user.id` on its span, and the person of whatever is reported while it
 * is answered, also when the request is not sampled.
 */
export function setPerson(person: Person): void {
  const context = activeContext.active();
  trace.getSpan(context)?.setAttribute('user.id', person.id);
  const request = requestScopeIn(context);
  if (request !== undefined) request.person = person;
}
