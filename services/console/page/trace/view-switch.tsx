import type { ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { toTracePath, type TraceViewName } from '../navigation/route.ts';

export interface ViewSwitchProps {
  readonly trace: TraceDetail;
  readonly view: TraceViewName;
  readonly spanId: string | undefined;
}

/** Leads from one view of the trace to the other; the span that is open stays open, for its document has the same id. */
export function ViewSwitch({ trace, view, spanId }: ViewSwitchProps): ReactElement {
  const { documentCount, disagreementCount } = trace.xray;
  const current = (name: TraceViewName): { 'aria-current'?: 'page' } =>
    name === view ? { 'aria-current': 'page' } : {};
  return (
    <nav className="view-switch" aria-label="Views of this trace">
      <Link href={toTracePath(trace.traceId, spanId, 'spans')} {...current('spans')}>
        OTLP <span>{formatCount(trace.spanCount, 'span')}</span>
      </Link>
      <Link href={toTracePath(trace.traceId, spanId, 'xray')} {...current('xray')}>
        X-Ray <span>{formatCount(documentCount, 'document')}</span>
        {disagreementCount > 0 && (
          <span className="mismatch">
            <Icon name="error" /> {formatNumber(disagreementCount)} differ
          </span>
        )}
      </Link>
      <Link href={toTracePath(trace.traceId, spanId, 'logs')} {...current('logs')}>
        Logs <span>{formatCount(trace.logs.lineCount, 'line')}</span>
        {trace.reportedErrorCount > 0 && (
          <span className="error-count">
            <Icon name="report" /> {formatNumber(trace.reportedErrorCount)} reported
          </span>
        )}
      </Link>
    </nav>
  );
}
