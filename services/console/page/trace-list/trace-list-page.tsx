import { useEffect, useRef, type ReactElement } from 'react';
import type { TraceSummary } from '../../src/api/types.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { MAX_ROWS } from '../live/feed.ts';
import type { LiveFeed } from '../live/use-feed.ts';
import { Link } from '../navigation/link.tsx';
import { ServerAway } from '../server-away.tsx';
import { EmptyState } from './empty-state.tsx';
import type { ScrollMemory } from './scroll-memory.ts';
import { useReading } from './use-reading.ts';
import { filterTraces } from './trace-filter.ts';
import { TraceTable, type TraceTableHandle } from './trace-table.tsx';

export interface TraceListPageProps {
  readonly live: LiveFeed;
  readonly query: string;
  readonly scroll: ScrollMemory;
}

/** All traces, newest first, as they come. `scroll` keeps the place for when one comes back from a trace. */
export function TraceListPage({ live: { feed, dispatch }, query, scroll }: TraceListPageProps): ReactElement {
  const table = useRef<TraceTableHandle>(null);
  useEffect(() => {
    document.title = 'Traces · Cruddur console';
    if (scroll.recall() > 0) dispatch({ type: 'hold' });
    return () => dispatch({ type: 'release' });
  }, [dispatch, scroll]);

  const { onScrolled, ...attentionHandlers } = useReading(scroll.recall() > 0, (reading) =>
    dispatch({ type: reading ? 'hold' : 'release' }),
  );
  const summariesOf = (traceIds: readonly string[]): readonly TraceSummary[] =>
    traceIds.flatMap((traceId) => feed.summaries.get(traceId) ?? []);
  const shown = filterTraces(summariesOf(feed.shown), query);
  const waiting = filterTraces(summariesOf(feed.waiting), query).length;

  const known = feed.summaries.size;
  // While rows are on their way the counts differ: only a full list leaves traces out.
  const stored = known < MAX_ROWS ? known : (feed.statistics?.traceCount ?? known);

  if (feed.state === 'unreachable' && feed.shown.length === 0) {
    return <ServerAway />;
  }
  return (
    <main className="trace-list-page" {...attentionHandlers}>
      <h1 className="visually-hidden">Traces</h1>
      {waiting > 0 && (
        <button
          type="button"
          className="waiting-button"
          onClick={() => {
            dispatch({ type: 'show-waiting' });
            table.current?.scrollToTop();
          }}
        >
          <Icon name="up" /> {formatNumber(waiting)} new
        </button>
      )}
      {feed.state === 'loaded' && feed.shown.length === 0 && <EmptyState />}
      {feed.shown.length > 0 && query.trim() !== '' && (
        <p className="filter-outcome" role="status">
          {shown.length === 0 ? 'None' : formatNumber(shown.length)} of{' '}
          {formatCount(feed.shown.length, 'trace')} fit <code>{query}</code>
          <Link href="/">Show all</Link>
        </p>
      )}
      {shown.length > 0 && (
        <TraceTable
          ref={table}
          traces={shown}
          initialScrollTop={scroll.recall()}
          onScroll={(scrollTop) => {
            if (scrollTop > 0 !== scroll.recall() > 0) onScrolled(scrollTop > 0);
            scroll.keep(scrollTop);
          }}
        />
      )}
      {stored > known && (
        <p className="unlisted">
          The newest {formatNumber(known)} of {formatCount(stored, 'trace')} are listed; paste the id of an
          older one above to open it.
        </p>
      )}
    </main>
  );
}
