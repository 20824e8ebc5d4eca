import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { DropsPage } from './drops/drops-page.tsx';
import { ErrorPage } from './errors/error-page.tsx';
import { ErrorsPage } from './errors/errors-page.tsx';
import { StatusBar } from './live/status-bar.tsx';
import { useFeed, type LiveFeed } from './live/use-feed.ts';
import { LooseLinesPage } from './logs/loose-lines-page.tsx';
import { navigate, useAddress } from './navigation/history.ts';
import { Link } from './navigation/link.tsx';
import { parseRoute, type Route } from './navigation/route.ts';
import { Sections } from './navigation/sections.tsx';
import { Notice } from './notice.tsx';
import { FilterBox } from './trace-list/filter-box.tsx';
import { createScrollMemory, type ScrollMemory } from './trace-list/scroll-memory.ts';
import { TraceListPage } from './trace-list/trace-list-page.tsx';
import { TracePage } from './trace/trace-page.tsx';
import { RejectedPage } from './xray/rejected-page.tsx';

export function App(): ReactElement {
  const address = useAddress();
  const route = useMemo(() => parseRoute(address), [address]);
  const live = useFeed();
  const [listScroll] = useState(createScrollMemory);
  useEffect(() => {
    if (route.page === 'moved') navigate(route.path, 'replace');
  }, [route]);
  return (
    <div className="app">
      <header className="masthead">
        <Link href="/" className="brand">
          <svg viewBox="0 0 26 16" aria-hidden="true">
            <rect className="brand-first" x="0" y="1" width="17" height="4.5" rx="2.25" />
            <path d="M5 6v3.2a3 3 0 0 0 3 3h1" />
            <rect className="brand-second" x="10" y="10" width="16" height="4.5" rx="2.25" />
          </svg>
          Cruddur console
        </Link>
        <Sections page={route.page} errorCount={live.feed.statistics?.errors.groupCount ?? 0} />
        <FilterBox query={route.page === 'list' ? route.query : ''} onList={route.page === 'list'} />
      </header>
      <Page route={route} live={live} listScroll={listScroll} />
      <StatusBar connection={live.connection} statistics={live.feed.statistics} />
    </div>
  );
}

interface PageProps {
  readonly route: Route;
  readonly live: LiveFeed;
  readonly listScroll: ScrollMemory;
}

function Page({ route, live, listScroll }: PageProps): ReactElement | null {
  switch (route.page) {
    case 'list':
      return <TraceListPage live={live} query={route.query} scroll={listScroll} />;
    case 'trace':
      return (
        <TracePage
          key={route.traceId}
          traceId={route.traceId}
          view={route.view}
          spanId={route.spanId}
          logs={route.logs}
          feed={live.feed}
          connection={live.connection}
        />
      );
    case 'rejected':
      return <RejectedPage revision={live.feed.statistics?.rejectedDocuments} />;
    case 'errors':
      return <ErrorsPage revision={toErrorRevision(live)} />;
    case 'error':
      return <ErrorPage errorKey={route.key} uuid={route.uuid} revision={toErrorRevision(live)} />;
    case 'lines':
      return <LooseLinesPage revision={toLineRevision(live)} />;
    case 'drops':
      return <DropsPage revision={live.feed.statistics} />;
    case 'moved':
      return null;
    case 'unknown':
      return <UnknownPage path={route.path} badTraceId={route.badTraceId} />;
  }
}

/** Changes with every report, and when the server comes back. */
function toErrorRevision({ feed, connection }: LiveFeed): string {
  return `${connection} ${feed.statistics?.errors.occurrenceCount ?? 0}`;
}

/** Changes with every line without a trace, and when the server comes back. */
function toLineRevision({ feed, connection }: LiveFeed): string {
  const { looseLineCount = 0, evictedLines = 0 } = feed.statistics?.logs ?? {};
  return `${connection} ${looseLineCount + evictedLines}`;
}

function UnknownPage({ path, badTraceId }: { path: string; badTraceId: string | undefined }): ReactElement {
  return badTraceId === undefined ? (
    <Notice title="There is no such page">
      <p>
        Nothing is at <code>{path}</code>. <Link href="/">All traces</Link>
      </p>
    </Notice>
  ) : (
    <Notice title="This is not a trace id">
      <p>
        <code>{badTraceId}</code> is neither 32 hex digits nor an X-Ray id such as{' '}
        <code>1-6740a1b2-c3d4e5f60718293a4b5c6d7e</code>.
      </p>
      <p>
        Copy the whole id from the <code>Server-Timing</code> or <code>x-amzn-trace-id</code> response header,
        or choose from <Link href="/">all traces</Link>.
      </p>
    </Notice>
  );
}
