// HTTP semantic conventions, http.request.method; QUERY is in development there and known to Hono.
const knownMethods: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);

/** The value of `http.request.method`: the method itself, or `_OTHER` for one that is not known. */
export function toKnownMethod(method: string): string {
  return method === 'GET' || knownMethods.has(method) ? method : '_OTHER';
}

/** How a span name starts: the method, or `HTTP` where it is not known. */
export function toSpanNameMethod(knownMethod: string): string {
  return knownMethod === '_OTHER' ? 'HTTP' : knownMethod;
}

const normalizedMethods: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

/** The method as `fetch` puts it on the wire: it corrects the case of six and leaves the others as they are. */
export function toSentMethod(method: string): string {
  if (method === 'GET') return method;
  const upperCase = method.toUpperCase();
  return normalizedMethods.has(upperCase) ? upperCase : method;
}
