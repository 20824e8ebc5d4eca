import type { EnvironmentReader } from './environment-reader.ts';

/**
 * The URL of a sink. Without user, query and fragment: health reports show it, and `fetch` takes no credentials in a URL.
 * `credentialsHint` says where those go instead.
 */
export function readEndpointUrl(
  read: EnvironmentReader,
  variable: string,
  credentialsHint?: string,
): string | undefined {
  const text = read.url(variable, ['http:', 'https:']);
  if (text === undefined) return undefined;
  const url = new URL(text);
  if (url.username === '' && url.password === '' && url.search === '' && url.hash === '') return text;
  const expected = 'a URL without user, query or fragment';
  read.problem(
    variable,
    JSON.stringify(`${url.origin}${url.pathname}…`),
    credentialsHint === undefined ? expected : `${expected}; ${credentialsHint}`,
  );
  return undefined;
}

/** Whether `url` is on this very machine (RFC 6761, 6.3, for the names). */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.\d+){3})$/.test(hostname);
}
