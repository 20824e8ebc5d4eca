import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ServiceColors } from '../service-color.ts';
import { Overview } from './overview.tsx';
import { HopRow } from './hop-row.tsx';
import { SpanRow } from './span-row.tsx';
import { TimeGrid, TimeRuler } from './time-ruler.tsx';
import type { TimeScale } from './time-scale.ts';
import type { WaterfallModel } from './use-waterfall.ts';

const SPAN_HEIGHT = 28;
const HOP_HEIGHT = 24;
const OVERSCAN = 12;
/** From how many rows on a strip shows the whole trace. */
const OVERVIEW_FROM = 50;
const INDENT = 16;
/** Deeper spans stand no further right, so that their names stay readable. */
const MAX_INDENTED_DEPTH = 14;

export interface WaterfallProps {
  readonly label: string;
  /** Of the first column. */
  readonly heading: string;
  readonly scale: TimeScale;
  readonly waterfall: WaterfallModel;
  readonly colorOf: ServiceColors;
  readonly criticalPath: boolean;
  readonly openSpanId: string | undefined;
}

/** The spans as a tree beside their bars. Only the rows in view are drawn; the cursor is `aria-activedescendant`. */
export function Waterfall(props: WaterfallProps): ReactElement {
  const { label, heading, scale, waterfall, colorOf, criticalPath, openSpanId } = props;
  const { rows, activeId } = waterfall;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it says that the compiler leaves this component alone
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'hop' ? HOP_HEIGHT : SPAN_HEIGHT),
    getItemKey: (index) => toKey(rows[index]),
    overscan: OVERSCAN,
    scrollPaddingStart: rows.length >= OVERVIEW_FROM ? 96 : 34,
    scrollPaddingEnd: 8,
  });
  useEffect(() => virtualizer.measure(), [rows, virtualizer]);
  const hasDetails = openSpanId !== undefined;
  useEffect(() => {
    // Arriving, and closing the details, bring the keyboard here; opening them leaves it where it is.
    if (!hasDetails || document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  }, [hasDetails]);
  useEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'span' && row.entry.span.spanId === activeId);
    if (index > 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    else if (index === 0) scroller.current?.scrollTo({ top: 0 });
    // Only when the cursor moves: folding a subtree must not scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [activeId]);

  const total = virtualizer.getTotalSize();
  const scrolled = virtualizer.scrollOffset ?? 0;
  const viewHeight = virtualizer.scrollRect?.height ?? 0;
  const handleKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (waterfall.press(event.key)) event.preventDefault();
  };
  return (
    <div
      className="waterfall"
      ref={scroller}
      role="treegrid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={activeId === undefined ? undefined : toRowId(activeId)}
      tabIndex={0}
      onKeyDown={handleKey}
    >
      <div role="rowgroup" className="waterfall-top">
        {rows.length >= OVERVIEW_FROM && (
          <Overview
            rows={rows}
            scale={scale}
            colorOf={colorOf}
            view={{ start: scrolled / total, size: Math.min(viewHeight / total, 1) }}
            onSeek={(fraction) => scroller.current?.scrollTo({ top: fraction * total - viewHeight / 2 })}
          />
        )}
        <TimeRuler scale={scale} heading={heading} />
      </div>
      <div role="rowgroup" className="waterfall-rows" style={{ height: total }}>
        <TimeGrid scale={scale} />
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { span } = row.entry;
          const shared = {
            rowIndex: index + 2,
            scale,
            indent: `${Math.min(span.depth, MAX_INDENTED_DEPTH) * INDENT + 8}px`,
            top: start,
          };
          if (row.kind === 'hop') {
            return <HopRow key={key} {...shared} hop={row.hop} server={span} colorOf={colorOf} />;
          }
          return (
            <SpanRow
              key={key}
              {...shared}
              entry={row.entry}
              expanded={row.expanded}
              active={span.spanId === activeId}
              open={span.spanId === openSpanId}
              path={criticalPath ? (span.onCriticalPath ? 'on' : 'off') : undefined}
              rowId={toRowId(span.spanId)}
              color={colorOf(span.service)}
              onOpen={() => waterfall.open(span.spanId)}
              onToggle={() => waterfall.toggle(span.spanId)}
            />
          );
        })}
      </div>
    </div>
  );
}

function toKey(row: WaterfallModel['rows'][number] | undefined): string {
  return row === undefined ? '' : `${row.kind} ${row.entry.span.spanId}`;
}

function toRowId(spanId: string): string {
  return `span-${spanId}`;
}
