import { eventually } from '../src/stack/eventually.ts';
import { traceIdOf } from '../src/stack/trace-of.ts';

export interface Load {
  /** Settles when so many requests have been answered. */
  readonly answers: (count: number) => Promise<void>;
  /** Trace ids of all answered requests, and which statuses there were. */
  readonly stop: () => Promise<{
    readonly answered: readonly string[];
    readonly statuses: readonly number[];
  }>;
}

const clients = 8;
const pauseMs = 10;

/** Asks for `url` by eight clients one request after the other; a request that is not answered at all does not count. */
export function startLoad(url: string): Load {
  const answered: string[] = [];
  const statuses = new Set<number>();
  const stopping = new AbortController();
  const ask = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const response = await fetch(url);
        await response.text();
        answered.push(traceIdOf(response));
        statuses.add(response.status);
      } catch {
        // Refused or cut off: the service is going, or gone.
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const running = Promise.all(Array.from({ length: clients }, ask));
  return {
    answers: async (count) => {
      await eventually(`${count} answers`, async () => answered.length >= count || undefined, 30_000);
    },
    stop: async () => {
      stopping.abort();
      await running;
      return { answered, statuses: [...statuses] };
    },
  };
}
