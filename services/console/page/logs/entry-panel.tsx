import type { ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { ErrorDetails } from '../errors/error-details.tsx';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import { LineDetails } from './line-details.tsx';
import type { LogEntry } from './log-entries.ts';

export interface EntryPanelProps {
  readonly entryId: string;
  readonly entry: LogEntry | undefined;
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly onClose: () => void;
}

/** Everything that one line says, or one reported error. */
export function EntryPanel({ entryId, entry, trace, colorOf, onClose }: EntryPanelProps): ReactElement {
  const spanOf = (spanId: string | undefined): string | undefined =>
    trace.spans.find((span) => span.spanId === spanId)?.name;
  return (
    <aside
      className="span-panel"
      aria-label={entry?.kind === 'error' ? 'Error details' : 'Line details'}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header className={`span-panel-head ${entry === undefined ? '' : colorOf(entry.service)}`}>
        <h2>{entry === undefined ? 'No such line' : entry.text.slice(0, 500)}</h2>
        <button type="button" className="close-button" aria-label="Close details" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {entry === undefined ? (
        <p className="span-panel-empty">
          <code>{entryId}</code> is not among the lines and errors of this trace that have arrived.
        </p>
      ) : (
        <div className="span-panel-body">
          {entry.kind === 'line' ? (
            <LineDetails
              line={entry.line}
              offsetMs={entry.offsetMs}
              spanName={spanOf(entry.spanId)}
              color={colorOf(entry.service)}
              errors={trace.errors}
            />
          ) : (
            <ErrorDetails
              error={entry.error}
              spanName={spanOf(entry.spanId)}
              color={colorOf(entry.service)}
              inTrace
            />
          )}
        </div>
      )}
    </aside>
  );
}
