import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface SenderWatch {
  /** Settles when nothing has come for `quietMs`, after `maxMs` at the latest, and at once if nothing ever came. */
  readonly silence: (quietMs: number, maxMs: number) => Promise<void>;
}

/** Services that are stopped together with the console still have to send what they hold: it must not go before them. */
export function watchSenders(servers: readonly Server[]): SenderWatch {
  let latestMs: number | undefined;
  for (const server of servers) {
    server.on('request', ({ method }) => {
      if (method === 'POST') latestMs = performance.now();
    });
  }
  return {
    silence: async (quietMs, maxMs) => {
      const startedMs = performance.now();
      const leftMs = (): number =>
        latestMs === undefined
          ? 0
          : Math.min(Math.max(startedMs, latestMs) + quietMs, startedMs + maxMs) - performance.now();
      for (let ms = leftMs(); ms > 0; ms = leftMs()) await delay(ms);
    },
  };
}
