import { traceHeaderNames } from '../propagation/inject.ts';

/** The caller's headers with exactly these trace headers: what it copied of another request's never travels on. */
export function outgoingHeaders(
  given: RequestInit['headers'],
  traceHeaders: Record<string, string>,
): Record<string, string> | Headers {
  if (given === undefined) return traceHeaders;
  // A plain record stays one: undici then reads the headers once, not twice.
  if (!(given instanceof Headers) && !Array.isArray(given)) {
    return { ...withoutTraceHeaders(given), ...traceHeaders };
  }
  const headers = new Headers(given);
  for (const name of traceHeaderNames) headers.delete(name);
  for (const [name, value] of Object.entries(traceHeaders)) headers.set(name, value);
  return headers;
}

function withoutTraceHeaders(given: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined && !isTraceHeader(name)) kept[name] = value;
  }
  return kept;
}

function isTraceHeader(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return traceHeaderNames.some((traceHeader) => traceHeader === lowerCase);
}
