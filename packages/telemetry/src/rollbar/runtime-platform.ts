/** The runtimes by what their `navigator.userAgent` begins with. */
const runtimes: readonly (readonly [string, string])[] = [
  ['Node.js/', 'node'],
  ['Bun/', 'bun'],
  ['Deno/', 'deno'],
  ['Cloudflare-Workers', 'cloudflare-workers'],
];

/**
 * What the code runs on, for an item's `platform`. Never `browser` or `client`: those want another kind of token
 * (Rollbar's Item API).
 */
export function runtimePlatform(): string {
  const userAgent = globalThis.navigator?.userAgent ?? '';
  return runtimes.find(([start]) => userAgent.startsWith(start))?.[1] ?? 'javascript';
}
