import type { MouseEvent, ReactElement } from 'react';
import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import type { OutlineEntry } from './outline.ts';
import { toPercent, type TimeScale } from './time-scale.ts';

export interface SpanRowProps {
  readonly entry: OutlineEntry;
  readonly expanded: boolean;
  readonly active: boolean;
  readonly open: boolean;
  /** Where the critical path is marked: whether this span is on it. */
  readonly path: 'on' | 'off' | undefined;
  readonly rowId: string;
  readonly rowIndex: number;
  readonly scale: TimeScale;
  readonly color: string;
  readonly indent: string;
  readonly top: number;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
}

export function SpanRow(props: SpanRowProps): ReactElement {
  const { entry, expanded, active, open, path, rowId, rowIndex, scale, color, indent, top } = props;
  const { span, childCount } = entry;
  const failed = span.status === 'error';
  const left = scale.at(span.startOffsetMs);
  const width = scale.at(span.startOffsetMs + span.durationMs) - left;
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation();
    props.onToggle();
  };
  const marks = [
    'span-row',
    color,
    active && 'is-active',
    open && 'is-open',
    failed && 'is-error',
    span.isSegment === true && 'is-segment',
    span.inProgress === true && 'is-in-progress',
    path && `path-${path}`,
  ];
  return (
    <div
      role="row"
      id={rowId}
      aria-rowindex={rowIndex}
      aria-level={span.depth + 1}
      aria-selected={open}
      {...(childCount > 0 ? { 'aria-expanded': expanded } : {})}
      className={marks.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${top}px)` }}
      onClick={props.onOpen}
    >
      <span role="gridcell" className="cell-name" style={{ paddingInlineStart: indent }}>
        {childCount > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            className="fold"
            aria-label={expanded ? 'Collapse' : 'Expand'}
            onClick={toggle}
          >
            <Icon name="chevron" />
          </button>
        ) : (
          <span className="fold" />
        )}
        {failed && <Icon name="error" label="Error" />}
        <span className="span-name" title={span.name}>
          {span.name}
        </span>
        {!expanded && <span className="folded-count">+{entry.end - entry.position - 1}</span>}
        {span.parentMissing && (
          <span className="orphan" title="The span that this one names as its parent has not arrived">
            parent missing
          </span>
        )}
        <span className="span-kind">{span.kind === 'internal' ? '' : span.kind}</span>
        {span.logCount !== undefined && (
          <span className="line-count" title={formatCount(span.logCount, 'log entry', 'log entries')}>
            <Icon name="lines" /> {span.logCount}
          </span>
        )}
        {span.flags?.map((flag) => (
          <span key={flag} className={`flag flag-${flag}`}>
            {flag}
          </span>
        ))}
      </span>
      <span role="gridcell" className="cell-service">
        <span className="service-name">{span.service}</span>
      </span>
      <span role="gridcell" className="cell-duration">
        {span.inProgress === true ? 'in progress' : formatDuration(span.durationMs)}
      </span>
      <span role="gridcell" className="cell-time">
        <span className="bar" style={{ left: toPercent(left), width: toPercent(width) }} />
        {span.events.map((event, index) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- two events may be equal in everything
            key={index}
            className="event-mark"
            title={event.name}
            style={{ left: toPercent(scale.at(event.offsetMs)) }}
          />
        ))}
        {span.logMarks?.map((mark, index) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- two marks may be equal in everything
            key={index}
            className={`log-mark log-mark-${mark.tone}`}
            title={mark.text}
            style={{ left: toPercent(scale.at(mark.offsetMs)) }}
          />
        ))}
      </span>
    </div>
  );
}
