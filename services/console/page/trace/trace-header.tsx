import type { ReactElement, ReactNode } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { CopyButton } from '../copy-button.tsx';
import { formatClockTime } from '../format/clock-time.ts';
import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import type { ServiceColors } from '../service-color.ts';
import { StatusCode } from '../trace-list/status-code.tsx';

export interface TraceHeaderProps {
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly children: ReactNode;
}

/** What the trace is: name, outcome, duration, when, through which services, under which ids. */
export function TraceHeader({ trace, colorOf, children }: TraceHeaderProps): ReactElement {
  return (
    <header className="trace-header">
      <div className="trace-title">
        <Link href="/" className="back-link" aria-label="All traces" title="All traces">
          <Icon name="back" />
        </Link>
        <h1>{trace.rootName}</h1>
        <StatusCode code={trace.httpStatusCode} />
        <strong className="trace-total">{formatDuration(trace.durationMs)}</strong>
        {trace.errorCount > 0 && (
          <span className="error-count">
            <Icon name="error" /> {formatCount(trace.errorCount, 'error')}
          </span>
        )}
      </div>
      <dl className="trace-facts">
        <div>
          <dt>Started</dt>
          <dd>
            <time dateTime={new Date(trace.startTimeMs).toISOString()}>
              {formatClockTime(trace.startTimeMs)}
            </time>
          </dd>
        </div>
        <TraceIdFact label="W3C" id={trace.traceId} />
        <TraceIdFact label="X-Ray" id={trace.xrayTraceId} />
      </dl>
      <ul className="legend" aria-label="Services">
        <li className="legend-total">
          {trace.spanCount > 0 && `${formatCount(trace.spanCount, 'span')} · `}
          {formatCount(trace.services.length, 'service')}
        </li>
        {trace.services.map(({ name, spanCount }) => (
          <li key={name}>
            <span className={`service-name ${colorOf(name)}`}>{name}</span>
            {spanCount > 0 && <span className="legend-count">{formatCount(spanCount, 'span')}</span>}
          </li>
        ))}
      </ul>
      {children}
    </header>
  );
}

function TraceIdFact({ label, id }: { readonly label: string; readonly id: string }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code>{id}</code>
        <CopyButton text={id} what={`${label} trace id`} />
      </dd>
    </div>
  );
}
