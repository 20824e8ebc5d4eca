import { memo, type NamedExoticComponent, type ReactElement } from 'react';
import type { TraceSummary } from '../../src/api/types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { formatDuration } from '../format/duration.ts';
import { Link } from '../navigation/link.tsx';
import { toTracePath, type TraceViewName } from '../navigation/route.ts';
import { createServiceColors } from '../service-color.ts';
import { MiniWaterfall } from './mini-waterfall.tsx';
import { StatusCode } from './status-code.tsx';
import { TraceCounts } from './trace-counts.tsx';

export interface TraceRowProps {
  readonly summary: TraceSummary;
  /** Start of the newest trace of the list: rows of its day are shown without the day. */
  readonly newestTimeMs: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly rowIndex: number;
}

function TraceRowCells({ summary, newestTimeMs, top, rowIndex }: TraceRowProps): ReactElement {
  const colorOf = createServiceColors(summary.services);
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="trace-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="trace-time" title={new Date(summary.startTimeMs).toISOString()}>
        {formatClockTime(summary.startTimeMs, newestTimeMs)}
      </span>
      <span role="cell" className="trace-name">
        <Link href={toTracePath(summary.traceId, undefined, toView(summary))} data-trace-id={summary.traceId}>
          {summary.rootName}
        </Link>
        <span className="trace-services">
          {summary.services.map(({ name }) => (
            <span key={name} className={`service-name ${colorOf(name)}`}>
              {name}
            </span>
          ))}
        </span>
      </span>
      <span role="cell" className="trace-status">
        <StatusCode code={summary.httpStatusCode} />
      </span>
      <span role="cell" className="trace-duration">
        {formatDuration(summary.durationMs)}
      </span>
      <span role="cell" className="trace-shape">
        <MiniWaterfall bars={summary.bars} colorOf={colorOf} />
      </span>
      <span role="cell" className="trace-counts">
        <TraceCounts summary={summary} />
      </span>
    </div>
  );
}

/** The view that has something to show. */
function toView({ spanCount, xray }: TraceSummary): TraceViewName {
  if (spanCount > 0) return 'spans';
  return xray.documentCount > 0 ? 'xray' : 'logs';
}

/** One trace in the list; drawn again only when it changes or moves. */
export const TraceRow: NamedExoticComponent<TraceRowProps> = memo(TraceRowCells);
