import type { EnvironmentReader } from './environment-reader.ts';

/** Where the local console of `npm run dev` takes what would go to CloudWatch Logs and Rollbar. */
export const consolePort = 4569;

/** `CRUDDUR_CONSOLE_HOST`, the local console to which everything goes that no vendor gets. */
export function readConsoleHost(read: EnvironmentReader): string | undefined {
  const host = read.text('CRUDDUR_CONSOLE_HOST');
  const isHost = /^([\w.-]+|\[[\da-f:.]+\])$/i.test(host ?? '') && URL.canParse(`http://${host}/`);
  if (host === undefined || isHost) return host;
  // What is no host may be a URL with a password in it.
  const expected = 'a host name or IP address (IPv6 in brackets), without scheme or port';
  read.problem('CRUDDUR_CONSOLE_HOST', 'something else', expected);
  return undefined;
}
