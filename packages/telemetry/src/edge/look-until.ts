import { pause } from '../delivery/pause.ts';

const lookEveryMs = 10;

/** Looks, rather than waits for what other requests have begun: their promises may never settle. */
export async function lookUntil(isTrue: () => boolean, timeoutMs: number): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!isTrue() && Date.now() < endMs) await pause(Math.min(lookEveryMs, timeoutMs));
}
