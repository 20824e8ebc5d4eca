import type { Hono } from 'hono';
import { respondWithError } from '../http/error-response.ts';

/**
 * Adds the 405 of every path that is registered by now. It is a route of its own below the real ones, so it costs
 * their requests nothing (hono/method-not-allowed looks at every response).
 */
export function addMethodNotAllowed(app: Hono): void {
  const methodsByPath = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    // `ALL` is what middleware is registered as.
    if (method === 'ALL') continue;
    const methods = methodsByPath.get(path) ?? new Set();
    methods.add(method);
    if (method === 'GET') methods.add('HEAD');
    methodsByPath.set(path, methods);
  }
  for (const [path, methods] of methodsByPath) {
    const allow = [...methods].join(', ');
    app.all(path, (c) => respondWithError(c, 'method_not_allowed', { allow }));
  }
}
