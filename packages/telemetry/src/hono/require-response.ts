import type { MiddlewareHandler } from 'hono';

/** A handler has ended without an answer. */
export class MissingResponseError extends Error {
  override readonly name = 'MissingResponseError';

  constructor() {
    super('the handler returned nothing: is a `return` missing?');
  }
}

/**
 * Makes an error of a handler that returns nothing, while the request's span is still the active one: the app's `onError`
 * answers it with the trace id, and it is reported with its route. Hono itself finds out when all middleware is done, or
 * not at all: middleware that returns what `next` gave it returns the context, which Hono takes for the answer. So
 * register this last of the middleware, right before the routes.
 */
export function requireResponse(): MiddlewareHandler {
  return async function requireResponse(c, next) {
    await next();
    if (!c.finalized) throw new MissingResponseError();
  };
}
