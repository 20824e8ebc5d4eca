import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ServiceColors } from '../service-color.ts';
import type { LogEntry } from './log-entries.ts';
import { LogRow } from './log-row.tsx';
import type { LogListModel } from './use-log-list.ts';

const ROW_HEIGHT = 28;
const OVERSCAN = 15;

export interface LogListProps {
  readonly label: string;
  /** Of the first column. */
  readonly timeHeading: string;
  readonly toTime: (entry: LogEntry) => string;
  readonly list: LogListModel;
  readonly colorOf: ServiceColors;
  readonly openId: string | undefined;
  readonly markedSpanId: string | undefined;
  readonly spanNames: ReadonlyMap<string, string>;
  readonly onSpan: (spanId: string) => void;
}

/** Log entries, one a row. Only the rows in view are drawn; the cursor is `aria-activedescendant`. */
export function LogList(props: LogListProps): ReactElement {
  const { label, timeHeading, toTime, list, colorOf, openId, markedSpanId, spanNames, onSpan } = props;
  const { entries, activeId } = list;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it says that the compiler leaves this component alone
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: 34,
    scrollPaddingEnd: 8,
  });
  const hasDetails = openId !== undefined;
  useEffect(() => {
    // Arriving, and closing the details, bring the keyboard here; opening them leaves it where it is.
    if (!hasDetails || document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  }, [hasDetails]);
  useEffect(() => {
    const index = entries.findIndex(({ id }) => id === activeId);
    if (index > 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    // Only when the cursor moves.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [activeId]);
  const handleKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (list.press(event.key)) event.preventDefault();
  };
  const activeIndex = entries.findIndex(({ id }) => id === activeId);
  return (
    <div
      className={`log-list${spanNames.size === 0 ? ' without-spans' : ''}`}
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={entries.length + 1}
      aria-activedescendant={activeIndex < 0 ? undefined : toRowId(activeIndex)}
      tabIndex={0}
      onKeyDown={handleKey}
    >
      <div role="rowgroup" className="log-top">
        <div role="row" aria-rowindex={1} className="log-head">
          <span role="columnheader" className="log-time">
            {timeHeading}
          </span>
          <span role="columnheader">Level</span>
          <span role="columnheader" className="log-service">
            Service
          </span>
          <span role="columnheader">Message</span>
          <span role="columnheader" className="log-span">
            Span
          </span>
        </div>
      </div>
      <div role="rowgroup" className="log-rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const { id, spanId, service } = entry;
          return (
            <LogRow
              key={key}
              entry={entry}
              time={toTime(entry)}
              spanName={spanId === undefined ? undefined : spanNames.get(spanId)}
              active={id === activeId}
              open={id === openId}
              marked={spanId !== undefined && spanId === markedSpanId}
              rowId={toRowId(index)}
              rowIndex={index + 2}
              color={colorOf(service)}
              top={start}
              onOpen={() => list.open(id)}
              onSpan={() => spanId !== undefined && onSpan(spanId)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** An entry's own id may be any text. */
function toRowId(index: number): string {
  return `entry-${index}`;
}
