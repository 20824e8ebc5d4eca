import type { ReactElement } from 'react';
import type { StoreStatistics } from '../../src/api/types.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { DROPS_PATH, REJECTED_PATH } from '../navigation/route.ts';
import type { ConnectionState } from './connection.ts';

const STATE_TEXT: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
};

export interface StatusBarProps {
  readonly connection: ConnectionState;
  readonly statistics: StoreStatistics | undefined;
}

/** The foot of every page: whether it is live, what the store holds, and what did not stay in it. */
export function StatusBar({ connection, statistics }: StatusBarProps): ReactElement {
  return (
    <footer className="status-bar">
      <span className={`connection connection-${connection}`} role="status">
        {STATE_TEXT[connection]}
      </span>
      {statistics !== undefined && (
        <>
          <span className="status-bar-held" title="What the store holds in memory">
            {formatCount(statistics.traceCount, 'trace')} · {formatNumber(statistics.spanCount)} of{' '}
            {formatCount(statistics.maxSpans, 'span')} ·{' '}
            {statistics.documentCount > 0 && `${formatCount(statistics.documentCount, 'X-Ray document')} · `}
            {toLineCount(statistics) > 0 && (
              <>
                <Link href={DROPS_PATH}>{formatCount(toLineCount(statistics), 'log line')}</Link> ·{' '}
              </>
            )}
            {formatBytes(statistics.byteCount)} of {formatBytes(statistics.maxBytes)}
          </span>
          <span className="status-bar-losses">
            <Loss
              count={statistics.evictedSpans}
              name="evicted"
              reason="Spans of the oldest traces, which made room for newer ones"
            />
            <LogLosses statistics={statistics} />
            {statistics.rejectedDocuments > 0 && (
              <Link href={REJECTED_PATH}>
                <Loss
                  count={statistics.rejectedDocuments}
                  name="X-Ray rejected"
                  reason="X-Ray documents that could not be taken in, with the reasons"
                />
              </Link>
            )}
            <Loss
              count={statistics.rejectedSpans}
              name="rejected"
              reason="Spans that were sent but could not be taken in"
            />
          </span>
        </>
      )}
    </footer>
  );
}

/** Of log lines and errors; nothing where there is none. */
function LogLosses({ statistics }: { readonly statistics: StoreStatistics }): ReactElement | null {
  const { logs, errors, refusalCount } = statistics;
  const dropped = logs.evictedLines + logs.rejectedLines + errors.evictedErrors;
  if (dropped + refusalCount === 0) return null;
  return (
    <Link href={DROPS_PATH} className="loss-link">
      {dropped > 0 && (
        <Loss
          count={dropped}
          name="dropped of logs"
          reason="Log lines and errors that did not stay, and why"
        />
      )}
      {refusalCount > 0 && (
        <Loss
          count={refusalCount}
          name="refused"
          reason="What CloudWatch or Rollbar would have refused too, and why"
        />
      )}
    </Link>
  );
}

function Loss({ count, name, reason }: { count: number; name: string; reason: string }): ReactElement {
  return (
    <span className={count > 0 ? 'loss' : undefined} title={reason}>
      {count > 0 && <Icon name="error" />}
      {formatNumber(count)} {name}
    </span>
  );
}

function toLineCount({ logs }: StoreStatistics): number {
  return logs.lineCount + logs.looseLineCount;
}
