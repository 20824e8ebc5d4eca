import type { ReactElement } from 'react';
import type { TraceSummary } from '../../src/api/types.ts';
import { formatCount, formatNumber } from '../format/count.ts';
import { Icon } from '../icon.tsx';

/** How much of the trace has come, and through which doors; whether it failed, and whether what came agrees. */
export function TraceCounts({ summary }: { readonly summary: TraceSummary }): ReactElement {
  const { spanCount, errorCount, services, xray } = summary;
  const hasMarks = errorCount > 0 || xray.disagreementCount > 0;
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
