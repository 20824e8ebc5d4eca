import type { EnvironmentReader } from './environment-reader.ts';

/** Where the local console of `npm run dev` takes what would go to CloudWatch Logs and Rollbar. */
export const consolePort = 4569;

/** `CRUDDUR_CONSOLE_HOST`. What is wrong with it is told where the OTLP endpoint is read. */
export function readConsoleHost(read: EnvironmentReader): string | undefined {
  const host = read.text('CRUDDUR_CONSOLE_HOST');
  return host !== undefined && /^([\w.-]+|\[[\da-f:.]+\])$/i.test(host) && URL.canParse(`http://${host}/`)
    ? host
    : undefined;
}
