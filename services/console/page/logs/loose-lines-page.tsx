import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { LogLine, LooseLineList } from '../../src/api/log-types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { formatCount } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { ServerAway } from '../server-away.tsx';
import { createServiceColors } from '../service-color.ts';
import { useApi } from '../use-api.ts';
import { LineDetails } from './line-details.tsx';
import { findEntry, toLogEntries } from './log-entries.ts';
import { filterEntries, NO_FILTER } from './log-filter.ts';
import { LogList } from './log-list.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { useLogList } from './use-log-list.ts';

const NO_SPANS: ReadonlyMap<string, string> = new Map();

/** The latest log lines that name no trace: of starts and stops, and of whatever runs outside of requests. */
export function LooseLinesPage({ revision }: { readonly revision: unknown }): ReactElement {
  const answer = useApi<LooseLineList>('/api/logs', revision);
  const lines = answer?.kind === 'ok' ? answer.value.lines : [];
  useEffect(() => {
    document.title = 'Lines without a trace · Cruddur console';
  }, []);
  if (answer?.kind === 'unreachable') return <ServerAway />;
  return <LooseLines lines={lines} isLoading={answer === undefined} />;
}

function LooseLines({
  lines,
  isLoading,
}: {
  readonly lines: readonly LogLine[];
  readonly isLoading: boolean;
}): ReactElement {
  const [filter, setFilter] = useState(NO_FILTER);
  const [openId, setOpenId] = useState<string>();
  const latestMs = lines[0]?.timeMs ?? 0;
  const entries = useMemo(() => {
    // As if the latest began their trace: they come newest first.
    const timed = lines.map((line) => ({ ...line, offsetMs: latestMs - line.timeMs }));
    return toLogEntries({ logs: { lineCount: lines.length, errorLineCount: 0, lines: timed }, errors: [] });
  }, [lines, latestMs]);
  const shown = useMemo(() => filterEntries(entries, filter), [entries, filter]);
  const colorOf = createServiceColors(
    [...new Set(lines.map(({ service }) => service))].map((name) => ({ name })),
  );
  const list = useLogList(shown, openId, setOpenId);
  const open = findEntry(entries, openId);
  return (
    <main className={`trace-page${open === undefined ? '' : ' has-panel'}`} aria-busy={isLoading}>
      <header className="page-head">
        <h1>Lines without a trace</h1>
        <p>
          {lines.length === 0
            ? 'None so far: every log line that came named its trace.'
            : `The latest ${formatCount(lines.length, 'line')}, newest first.`}{' '}
          <Link href="/">All traces</Link>
        </p>
      </header>
      {lines.length > 0 && (
        <section className="trace-main" aria-label="Lines">
          <LogToolbar filter={filter} onFilter={setFilter} />
          <LogList
            label="Lines without a trace, newest first"
            timeHeading="Time"
            toTime={(entry) => formatClockTime(latestMs - entry.offsetMs, latestMs)}
            list={list}
            colorOf={colorOf}
            openId={openId}
            markedSpanId={undefined}
            spanNames={NO_SPANS}
            onSpan={() => undefined}
          />
        </section>
      )}
      {open?.kind === 'line' && (
        <aside
          className="span-panel"
          aria-label="Line details"
          onKeyDown={({ key }) => key === 'Escape' && list.open(undefined)}
        >
          <header className={`span-panel-head ${colorOf(open.service)}`}>
            <h2>{open.text.slice(0, 500)}</h2>
            <button
              type="button"
              className="close-button"
              aria-label="Close details"
              onClick={() => list.open(undefined)}
            >
              <Icon name="close" />
            </button>
          </header>
          <div className="span-panel-body">
            <LineDetails line={open.line} color={colorOf(open.service)} />
          </div>
        </aside>
      )}
    </main>
  );
}
