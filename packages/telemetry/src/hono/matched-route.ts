import type { Context as HonoContext, Handler, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';

/** One entry of Hono's router. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler | MiddlewareHandler;
}

/**
 * The template of the route that a request was for (`http.route`), or undefined when nothing matched.
 * `app.use` registers middleware under `ALL`; so what counts as a handler is a route of one method, or one that takes
 * no `next`. The last dispatched entry wins if it is a handler; a middleware that answered early stands for the handler
 * behind it. The pattern of a parameter (`:date{[0-9]+}`) is left out: its name says what it is.
 * ADR: ../adr/0003-http-route.md
 */
export function matchedRoute(c: HonoContext, status: number | undefined): string | undefined {
  const routes = matchedRoutes(c);
  const { routeIndex } = c.req;
  const dispatched = routes[routeIndex];
  if (dispatched === undefined || !isHandler(dispatched)) {
    const guarded = handlerBehind(routes, routeIndex);
    if (guarded !== undefined) return withoutConstraints(guarded.path);
  }
  // What is left has been dispatched: the handler that answered, or one that called next() with nothing behind it.
  const last = lastHandlerUpTo(routes, routeIndex);
  return last === undefined || (status === 404 && isOpenCatchAll(last))
    ? undefined
    : withoutConstraints(last.path);
}

function withoutConstraints(path: string): string {
  if (!path.includes('{')) return path;
  let depth = 0;
  let template = '';
  for (const character of path) {
    if (character === '{') depth += 1;
    if (depth === 0) template += character;
    if (character === '}') depth -= 1;
  }
  return template;
}

/** Where an app is mounted (`app.mount('/m', ...)`), for the inner app's route to be put behind. */
export function mountPrefix(c: HonoContext): string {
  return (dispatchedRoute(c)?.path ?? '').replace(/\/?\*$/, '');
}

/** Whether what runs now may be `app.mount()`: it is registered like a middleware, with `/*` at the end. */
export function isMountLike(c: HonoContext): boolean {
  const route = dispatchedRoute(c);
  return route !== undefined && !isHandler(route) && route.path.endsWith('*');
}

function dispatchedRoute(c: HonoContext): Route | undefined {
  return matchedRoutes(c)[c.req.routeIndex];
}

/** The handler that an early answer kept from running: the first that takes no `next`, else the last. */
function handlerBehind(routes: readonly Route[], index: number): Route | undefined {
  let last: Route | undefined;
  for (let behind = index + 1; behind < routes.length; behind += 1) {
    const route = routes[behind];
    if (route === undefined || !isHandler(route)) continue;
    if (!takesNext(route)) return route;
    last = route;
  }
  return last;
}

function lastHandlerUpTo(routes: readonly Route[], index: number): Route | undefined {
  for (let upTo = index; upTo >= 0; upTo -= 1) {
    const route = routes[upTo];
    if (route !== undefined && isHandler(route)) return route;
  }
  return undefined;
}

/** `app.get('/files/*', serveStatic)`: when the answer is 404 it has called `next()` and found nothing. */
function isOpenCatchAll(route: Route): boolean {
  return route.path.endsWith('*') && takesNext(route);
}

function isHandler(route: Route): boolean {
  return route.method !== 'ALL' || !takesNext(route);
}

function takesNext({ handler }: Route): boolean {
  // Set by Hono when a sub-app has its own onError: the wrapper always takes two arguments, the handler inside may not.
  const composed: unknown = Reflect.get(handler, '__COMPOSED_HANDLER');
  return (typeof composed === 'function' ? composed : handler).length > 1;
}
