import type { ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import { toLogEntries } from '../logs/log-entries.ts';
import { NO_FILTER } from '../logs/log-filter.ts';
import { Link } from '../navigation/link.tsx';
import { toLogsPath } from '../navigation/route.ts';

const MAX_ENTRIES = 50;

export interface SpanLogsProps {
  readonly trace: TraceDetail;
  readonly spanId: string;
  readonly spanStartMs: number;
}

/** What was logged and reported while the span was the active one; each leads to its place among the others. */
export function SpanLogs({ trace, spanId, spanStartMs }: SpanLogsProps): ReactElement | null {
  const entries = toLogEntries(trace).filter((entry) => entry.spanId === spanId);
  const missingUuid = findMissingReport(trace, spanId);
  if (entries.length === 0 && missingUuid === undefined) return null;
  return (
    <section className="span-logs" aria-label="Logs of this span">
      <h3>Logs</h3>
      <ol>
        {entries.slice(0, MAX_ENTRIES).map(({ kind, id, level, text, offsetMs }) => (
          <li key={`${kind} ${id}`}>
            <Link href={toLogsPath(trace.traceId, spanId, { filter: NO_FILTER, entryId: id })}>
              <span className="log-time">+{formatDuration(Math.max(offsetMs - spanStartMs, 0))}</span>
              <span className={`log-word log-${level ?? 'none'}`}>
                {kind === 'error' ? <Icon name="report" label="Reported error" /> : level}
              </span>
              <span className="log-text">{text}</span>
            </Link>
          </li>
        ))}
      </ol>
      {missingUuid !== undefined && (
        <p className="missing-report">
          <Icon name="error" /> The span names the report <code>{missingUuid}</code>, which has not arrived.
        </p>
      )}
      {entries.length > MAX_ENTRIES && <p>and {formatCount(entries.length - MAX_ENTRIES, 'more', 'more')}</p>}
    </section>
  );
}

/** The uuid of a report that the span names, while no error of that uuid is here: it is on its way, or was dropped. */
function findMissingReport(
  { spans, errors, reportedErrorCount }: TraceDetail,
  spanId: string,
): string | undefined {
  const uuid = spans.find((span) => span.spanId === spanId)?.attributes['rollbar.occurrence.uuid'];
  const isHere = errors.some((error) => error.uuid === uuid) || reportedErrorCount > errors.length;
  return typeof uuid === 'string' && !isHere ? uuid : undefined;
}
