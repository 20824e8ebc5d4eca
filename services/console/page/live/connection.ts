import type { StoreStatistics, TraceSummary } from '../../src/api/types.ts';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

export interface LiveEvents {
  readonly onState: (state: ConnectionState) => void;
  /** The stream is open: what happened before it must be asked for. */
  readonly onOpen: () => void;
  readonly onTraces: (summaries: readonly TraceSummary[]) => void;
  readonly onStatistics: (statistics: StoreStatistics) => void;
}

const BATCH_MS = 100;
const RETRY_MS = 2000;

/** Follows the server's events until the returned function is called; comes back by itself when the server does. */
export function connectLive(path: string, events: LiveEvents): () => void {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let batchTimer: number | undefined;
  let batch: TraceSummary[] = [];

  const flush = (): void => {
    batchTimer = undefined;
    events.onTraces(batch);
    batch = [];
  };
  const open = (): void => {
    const opened = new EventSource(path);
    source = opened;
    opened.addEventListener('open', () => {
      events.onState('live');
      events.onOpen();
    });
    opened.addEventListener('trace', ({ data }: MessageEvent<string>) => {
      batch.push(JSON.parse(data) as TraceSummary); // page and server share their types
      batchTimer ??= window.setTimeout(flush, BATCH_MS);
    });
    opened.addEventListener('statistics', ({ data }: MessageEvent<string>) => {
      events.onStatistics(JSON.parse(data) as StoreStatistics); // as above
    });
    opened.addEventListener('error', () => {
      events.onState('reconnecting');
      // The browser tries again by itself only while the server is away, not after a refusal.
      if (opened.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(retry);
      retry = window.setTimeout(open, RETRY_MS);
    });
  };

  events.onState('connecting');
  open();
  return () => {
    source?.close();
    window.clearTimeout(retry);
    window.clearTimeout(batchTimer);
  };
}
