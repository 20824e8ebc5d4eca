import type { Logger } from '@cruddur/telemetry';
import type { Readiness } from './readiness.ts';

/**
 * Tells whoever watches the log when the gateway can serve: at once, or after the wait for an upstream that is still
 * starting. Ends with the first good probe.
 */
export async function announceReadiness(
  check: () => Promise<Readiness>,
  pause: () => Promise<void>,
  { upstreamUrl, log }: { readonly upstreamUrl: string; readonly log: Logger },
): Promise<void> {
  let told = false;
  for (;;) {
    const readiness = await check();
    if (readiness.ready) {
      log.info(`ready: activities answers at ${upstreamUrl}`);
      return;
    }
    if (!told) log.info(`waiting for activities at ${upstreamUrl}: ${readiness.reason}`);
    told = true;
    await pause();
  }
}
