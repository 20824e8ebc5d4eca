import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, type ReactElement, type Ref } from 'react';
import type { TraceSummary } from '../../src/api/types.ts';
import { TraceRow } from './trace-row.tsx';
import { useListKeys } from './use-list-keys.ts';

const ROW_HEIGHT = 46;
const OVERSCAN = 10;
const HOUR_MS = 3_600_000;

export interface TraceTableHandle {
  readonly scrollToTop: () => void;
}

export interface TraceTableProps {
  readonly ref: Ref<TraceTableHandle>;
  readonly traces: readonly TraceSummary[];
  readonly initialScrollTop: number;
  readonly onScroll: (scrollTop: number) => void;
}

export function TraceTable(props: TraceTableProps): ReactElement {
  const { ref, traces, initialScrollTop, onScroll } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it says that the compiler leaves this component alone
  const virtualizer = useVirtualizer({
    count: traces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => traces[index]?.traceId ?? index,
    overscan: OVERSCAN,
    initialOffset: initialScrollTop,
  });
  const handleKey = useListKeys(
    scroller,
    traces.map(({ traceId }) => traceId),
    (index) => virtualizer.scrollToIndex(index),
  );
  useImperativeHandle(ref, () => ({
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
  }));

  // Their day is all that the rows need of it: rounding keeps them from being drawn anew with every trace.
  const newestTimeMs = Math.floor((traces[0]?.startTimeMs ?? 0) / HOUR_MS) * HOUR_MS;
  return (
    <div
      className="trace-table"
      ref={scroller}
      role="table"
      aria-label="Traces, newest first"
      aria-rowcount={traces.length + 1}
      onScroll={({ currentTarget }) => onScroll(currentTarget.scrollTop)}
    >
      <div role="row" aria-rowindex={1} className="trace-head">
        <span role="columnheader">Time</span>
        <span role="columnheader">Request</span>
        <span role="columnheader" className="trace-status">
          Status
        </span>
        <span role="columnheader" className="trace-duration">
          Duration
        </span>
        <span role="columnheader" className="trace-shape">
          Waterfall
        </span>
        <span role="columnheader" className="trace-counts">
          Spans
        </span>
      </div>
      <div
        role="rowgroup"
        className="trace-rows"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={handleKey}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const summary = traces[index];
          return (
            summary && (
              <TraceRow
                key={key}
                summary={summary}
                newestTimeMs={newestTimeMs}
                top={start}
                rowIndex={index + 2}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
