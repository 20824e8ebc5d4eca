import { useMemo, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { navigate } from '../navigation/history.ts';
import { toLogsPath, toTracePath, type LogsAddress } from '../navigation/route.ts';
import type { ServiceColors } from '../service-color.ts';
import { EntryPanel } from './entry-panel.tsx';
import { findEntry, toLogEntries } from './log-entries.ts';
import { filterEntries, NO_FILTER } from './log-filter.ts';
import { LogList } from './log-list.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { NoLines } from './no-lines.tsx';
import { useLogList } from './use-log-list.ts';

export interface LogsViewProps {
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly spanId: string | undefined;
  readonly address: LogsAddress;
}

/** The trace as its log lines tell it, with the errors that were reported from it. */
export function LogsView({ trace, colorOf, spanId, address }: LogsViewProps): ReactElement {
  const { filter, entryId } = address;
  const entries = useMemo(() => toLogEntries(trace), [trace]);
  const shown = useMemo(() => filterEntries(entries, filter), [entries, filter]);
  const spanNames = useMemo(() => new Map(trace.spans.map((span) => [span.spanId, span.name])), [trace]);
  const show = (change: Partial<LogsAddress>): void =>
    navigate(toLogsPath(trace.traceId, spanId, { ...address, ...change }), 'replace');
  const list = useLogList(shown, entryId, (id) => show({ entryId: id }));
  const omitted = trace.logs.lineCount - trace.logs.lines.length;
  return (
    <>
      <section className="trace-main" aria-label="Logs">
        {entries.length === 0 ? (
          <NoLines />
        ) : (
          <>
            <LogToolbar filter={filter} onFilter={(next) => show({ filter: next })} />
            {shown.length < entries.length && (
              <p className="filter-outcome" role="status">
                {shown.length === 0 ? 'None' : formatNumber(shown.length)} of{' '}
                {formatCount(entries.length, 'entry', 'entries')} shown
                <button type="button" className="text-button" onClick={() => show({ filter: NO_FILTER })}>
                  Show all
                </button>
              </p>
            )}
            <LogList
              label={`Logs of ${trace.rootName}`}
              timeHeading="After"
              toTime={({ offsetMs }) => `+${formatDuration(offsetMs)}`}
              list={list}
              colorOf={colorOf}
              openId={entryId}
              markedSpanId={spanId}
              spanNames={spanNames}
              onSpan={(id) => navigate(toTracePath(trace.traceId, id))}
            />
            {omitted > 0 && (
              <p className="unlisted">
                The first {formatNumber(trace.logs.lines.length)} of{' '}
                {formatCount(trace.logs.lineCount, 'line')} are shown.
              </p>
            )}
          </>
        )}
      </section>
      {entryId !== undefined && (
        <EntryPanel
          key={entryId}
          entryId={entryId}
          entry={findEntry(entries, entryId)}
          trace={trace}
          colorOf={colorOf}
          onClose={() => list.open(undefined)}
        />
      )}
    </>
  );
}
