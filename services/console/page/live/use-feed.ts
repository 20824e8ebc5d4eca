import { useEffect, useReducer, useState, type ActionDispatch } from 'react';
import type { TraceList } from '../../src/api/types.ts';
import { readApi } from '../api.ts';
import { connectLive, type ConnectionState } from './connection.ts';
import { EMPTY_FEED, MAX_ROWS, reduceFeed, type Feed, type FeedAction } from './feed.ts';

export interface LiveFeed {
  readonly feed: Feed;
  readonly connection: ConnectionState;
  readonly dispatch: ActionDispatch<[action: FeedAction]>;
}

/** The server's traces, kept up to date for as long as the page is open. */
export function useFeed(): LiveFeed {
  const [feed, dispatch] = useReducer(reduceFeed, EMPTY_FEED);
  const [connection, setConnection] = useState<ConnectionState>('connecting');

  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      dispatch({ type: 'requested' });
      const answer = await readApi<TraceList>(`/api/traces?limit=${MAX_ROWS}`, abort.signal);
      if (answer.kind === 'ok') dispatch({ type: 'loaded', list: answer.value });
      else if (answer.kind !== 'aborted') dispatch({ type: 'unreachable' });
    };
    void load();
    const disconnect = connectLive('/api/events', {
      onState: setConnection,
      onOpen: () => void load(),
      onTraces: (summaries) => dispatch({ type: 'arrived', summaries }),
      onStatistics: (statistics) => dispatch({ type: 'counted', statistics }),
    });
    return () => {
      abort.abort();
      disconnect();
    };
  }, []);

  return { feed, connection, dispatch };
}
