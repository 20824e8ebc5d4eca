import { useEffect, type ReactElement } from 'react';
import type { ConnectionState } from '../live/connection.ts';
import type { Feed } from '../live/feed.ts';
import { formatCount } from '../format/count.ts';
import { Link } from '../navigation/link.tsx';
import { Notice } from '../notice.tsx';
import type { LogsAddress, TraceViewName } from '../navigation/route.ts';
import { TraceView } from './trace-view.tsx';
import { useTrace } from './use-trace.ts';

export interface TracePageProps {
  readonly traceId: string;
  readonly view: TraceViewName;
  readonly spanId: string | undefined;
  readonly logs: LogsAddress;
  readonly feed: Feed;
  readonly connection: ConnectionState;
}

export function TracePage(props: TracePageProps): ReactElement {
  const { traceId, view, spanId, logs, feed, connection } = props;
  const state = useTrace(traceId, feed.summaries.get(traceId) ?? connection);
  const title = state.kind === 'loaded' ? state.trace.rootName : traceId.slice(0, 8);
  useEffect(() => {
    document.title = `${title} · Cruddur console`;
  }, [title]);

  switch (state.kind) {
    case 'loading':
      return <main className="notice" aria-busy="true" />;
    case 'loaded':
      return <TraceView trace={state.trace} view={view} spanId={spanId} logs={logs} />;
    case 'missing':
      return (
        <Notice title="This trace is not here">
          <p>
            <code>{traceId}</code>
          </p>
          <p>{whyMissing(feed.statistics?.evictedSpans ?? 0)}</p>
          <p>
            This page is listening: if spans of the trace arrive, it opens by itself.{' '}
            <Link href="/">All traces</Link>
          </p>
        </Notice>
      );
    case 'failed':
      return (
        <Notice title="The trace could not be read">
          <p>{state.message}</p>
          <p>
            <Link href="/">All traces</Link>
          </p>
        </Notice>
      );
    case 'unreachable':
      return (
        <Notice title="The console's server is away">
          <p>This page got no answer from it. It opens the trace when the server is back.</p>
        </Notice>
      );
  }
}

function whyMissing(evictedSpans: number): string {
  if (evictedSpans === 0) {
    return 'Nothing has been evicted, so no span of it has arrived: it may still be on its way, it may not have been sampled, or the console was restarted since (it keeps traces in memory).';
  }
  return `It may have made room for newer traces: ${formatCount(evictedSpans, 'span')} of old traces have been evicted so far. Or no span of it has arrived yet, or it was not sampled.`;
}
