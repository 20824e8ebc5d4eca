import type { ReactElement } from 'react';
import type { TraceSummary } from '../../src/api/types.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { Icon } from '../icon.tsx';

/** How much of the trace has come, and through which doors; whether it failed, and whether what came agrees. */
export function TraceCounts({ summary }: { readonly summary: TraceSummary }): ReactElement {
  const { spanCount, errorCount, services, xray, logs, reportedErrorCount } = summary;
  const hasMarks =
    errorCount > 0 || xray.disagreementCount > 0 || logs.lineCount > 0 || reportedErrorCount > 0;
  return (
    <>
      <span className="trace-doors">
        {xray.documentCount === 0 ? (
          <>
            {formatCount(spanCount, 'span')} · {formatCount(services.length, 'service')}
          </>
        ) : (
          <>
            {spanCount > 0 && (
              <>
                OTLP {formatNumber(spanCount)}
                <span className="unit">{spanCount === 1 ? ' span' : ' spans'}</span>
                {' · '}
              </>
            )}
            X-Ray {formatNumber(xray.documentCount)}
            <span className="unit">{xray.documentCount === 1 ? ' document' : ' documents'}</span>
          </>
        )}
      </span>
      {hasMarks && (
        <span className="trace-marks">
          {errorCount > 0 && (
            <span className="error-count">
              <Icon name="error" /> {formatCount(errorCount, 'error')}
            </span>
          )}
          {reportedErrorCount > 0 && (
            <span className="error-count" title="Errors that were reported, as to Rollbar">
              <Icon name="report" /> {formatNumber(reportedErrorCount)}
              <span className="unit"> reported</span>
            </span>
          )}
          {logs.lineCount > 0 && (
            <span className="line-count" title="Log lines">
              <Icon name="lines" /> {formatNumber(logs.lineCount)}
              <span className="unit">{logs.lineCount === 1 ? ' line' : ' lines'}</span>
            </span>
          )}
          {xray.disagreementCount > 0 && (
            <span className="mismatch">
              <Icon name="error" /> {formatNumber(xray.disagreementCount)} differ
            </span>
          )}
        </span>
      )}
    </>
  );
}
