import type { MouseEvent, ReactElement } from 'react';
import type { TraceLine } from '../../src/api/log-types.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import { StatusCode } from '../trace-list/status-code.tsx';
import type { LogEntry } from './log-entries.ts';

export interface LogRowProps {
  readonly entry: LogEntry;
  /** When it came, as it is to be read. */
  readonly time: string;
  readonly spanName: string | undefined;
  readonly active: boolean;
  readonly open: boolean;
  /** Of the span that the address names. */
  readonly marked: boolean;
  readonly rowId: string;
  readonly rowIndex: number;
  readonly color: string;
  readonly top: number;
  readonly onOpen: () => void;
  readonly onSpan: () => void;
}

export function LogRow(props: LogRowProps): ReactElement {
  const { entry, time, spanName, active, open, marked, rowId, rowIndex, color, top } = props;
  const showSpan = (event: MouseEvent): void => {
    event.stopPropagation();
    props.onSpan();
  };
  const marks = [
    'log-row',
    color,
    `log-${entry.level ?? 'none'}`,
    `log-of-${entry.kind}`,
    active && 'is-active',
    open && 'is-open',
    marked && 'is-of-span',
  ];
  return (
    <div
      role="row"
      id={rowId}
      aria-rowindex={rowIndex}
      aria-selected={open}
      className={marks.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)` }}
      onClick={props.onOpen}
    >
      <span role="gridcell" className="log-time">
        {time}
      </span>
      <span role="gridcell" className="log-level">
        {entry.level}
      </span>
      <span role="gridcell" className="log-service">
        <span className="service-name">{entry.service}</span>
      </span>
      <span role="gridcell" className="log-message">
        {entry.kind === 'error' ? (
          <>
            <Icon name="report" label="Reported error" />
            <span className="log-text">{entry.text}</span>
          </>
        ) : (
          <LineText line={entry.line} />
        )}
      </span>
      <span role="gridcell" className="log-span">
        {spanName !== undefined && (
          <button type="button" tabIndex={-1} className="text-button" title={spanName} onClick={showSpan}>
            {spanName}
          </button>
        )}
      </span>
    </div>
  );
}

/** What the span says, or the error beside the line. */
const SAID_ELSEWHERE = /^(http|url|exception|rollbar|event)\./;

function LineText({ line }: { readonly line: TraceLine }): ReactElement {
  const { message, error, isRequest, attributes } = line;
  if (isRequest) return <RequestText line={line} />;
  const [firstLine = ''] = message.split('\n', 1);
  const fields = Object.entries(attributes).filter(([key]) => !SAID_ELSEWHERE.test(key));
  return (
    <>
      <span className="log-text">{firstLine}</span>
      {error !== undefined && error.message !== message && (
        <span className="log-error">
          {error.type}: {error.message}
        </span>
      )}
      <span className="log-fields">
        {fields.map(([key, value]) => (
          <span key={key}>
            {key}=<b>{typeof value === 'string' ? value : JSON.stringify(value)}</b>
          </span>
        ))}
      </span>
    </>
  );
}

/** The event of a whole request: what it was, how it ended, how long it took. */
function RequestText({ line: { message, attributes } }: { readonly line: TraceLine }): ReactElement {
  const { 'http.response.status_code': status, 'cruddur.duration_ms': durationMs } = attributes;
  return (
    <>
      <span className="flag flag-request">request</span>
      <span className="log-text">{message}</span>
      {typeof status === 'number' && <StatusCode code={status} />}
      {typeof durationMs === 'number' && <span className="log-took">{formatDuration(durationMs)}</span>}
    </>
  );
}
