import type { Context as HonoContext, Handler, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

/**
 * The template of the route that a request was for (`http.route`), or undefined when nothing matched.
 * `app.use` registers middleware under `ALL`; so what counts as a handler is a route of one method, or one that takes
 * no `next`. The last dispatched entry wins if it is a handler; a middleware that answered early stands for the handler
 * behind it. ADR: ../adr/0003-http-route.md
 */
export function matchedRoute(c: HonoContext, status: number | undefined): string | undefined {
  const routes = matchedRoutes(c);
  const dispatched = routes[c.req.routeIndex];
  if (dispatched !== undefined && isHandler(dispatched)) {
    // `app.get('/files/*', serveStatic)` that called next() and found nothing behind it has not matched.
    return status === 404 && arity(dispatched.handler) > 1 ? undefined : dispatched.path;
  }
  for (let index = routes.length - 1; index >= 0; index -= 1) {
    const route = routes[index];
    if (route !== undefined && isHandler(route)) return route.path;
  }
  return undefined;
}

/** Where an app is mounted (`app.mount('/m', ...)`), for the inner app's route to be put behind. */
export function mountPrefix(c: HonoContext): string {
  const path = matchedRoutes(c)[c.req.routeIndex]?.path ?? '';
  return path.replace(/\/?\*$/, '');
}

function isHandler({
  method,
  handler,
}: {
  readonly method: string;
  readonly handler: Handler | MiddlewareHandler;
}): boolean {
  return method !== 'ALL' || arity(handler) < 2;
}

function arity(handler: Handler | MiddlewareHandler): number {
  // Set by Hono when a sub-app has its own onError: the wrapper always takes two arguments, the handler inside may not.
  const composed: unknown = Reflect.get(handler, '__COMPOSED_HANDLER');
  return (typeof composed === 'function' ? composed : handler).length;
}
