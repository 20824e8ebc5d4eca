/** The clock of whoever answered, against ours. */
export interface ObservedClock {
  readonly host: string;
  /** How far it is ahead of this machine's; the Date header has whole seconds. */
  readonly aheadMs: number;
}

/** How all checks reach the network: in bounded time, each answer also telling what time it is there. */
export interface Probe {
  /** As `fetch`, but rejects after the time limit, of the body too. */
  readonly send: (url: string, init?: RequestInit) => Promise<Response>;
  readonly clocks: readonly ObservedClock[];
}

interface ProbeOptions {
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

export function createProbe({ timeoutMs, nowMs }: ProbeOptions): Probe {
  const clocks: ObservedClock[] = [];
  return {
    clocks,
    send: async (url, init = {}) => {
      const sentAtMs = nowMs();
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const dateMs = Date.parse(response.headers.get('date') ?? '');
      // It was written about half-way, and half a second is what whole seconds cut off on average.
      if (!Number.isNaN(dateMs))
        clocks.push({ host: new URL(url).host, aheadMs: dateMs + 500 - (sentAtMs + nowMs()) / 2 });
      return response;
    },
  };
}
