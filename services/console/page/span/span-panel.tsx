import { useState, type ReactElement } from 'react';
import type { SpanDetail, TraceDetail } from '../../src/api/types.ts';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import type { OutlineEntry } from '../trace/outline.ts';
import { AttributeFilter } from './attribute-filter.tsx';
import { groupAttributes, listAttributes } from './attribute-groups.ts';
import { AttributeTable } from './attribute-table.tsx';
import { SpanEvents } from './span-events.tsx';
import { SpanFacts } from './span-facts.tsx';
import { SpanLogs } from './span-logs.tsx';
import { SpanLinks } from './span-links.tsx';

export interface SpanPanelProps {
  readonly spanId: string;
  readonly entry: OutlineEntry<SpanDetail> | undefined;
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  /** Shows another span, or none. */
  readonly onOpen: (spanId: string | undefined) => void;
}

/** Everything that one span says. */
export function SpanPanel({ spanId, entry, trace, colorOf, onOpen }: SpanPanelProps): ReactElement {
  const [filter, setFilter] = useState('');
  const span = entry?.span;
  return (
    <aside
      className="span-panel"
      aria-label="Span details"
      onKeyDown={({ key }) => key === 'Escape' && onOpen(undefined)}
    >
      <header className={`span-panel-head ${span === undefined ? '' : colorOf(span.service)}`}>
        <h2>{span?.name ?? 'No such span'}</h2>
        <button
          type="button"
          className="close-button"
          aria-label="Close details"
          onClick={() => onOpen(undefined)}
        >
          <Icon name="close" />
        </button>
      </header>
      {entry === undefined || span === undefined ? (
        <p className="span-panel-empty">
          <code>{spanId}</code> is not among the spans of this trace that have arrived.
        </p>
      ) : (
        <div className="span-panel-body">
          <SpanFacts entry={entry} trace={trace} colorOf={colorOf} onOpen={onOpen} />
          <SpanLogs trace={trace} spanId={span.spanId} spanStartMs={span.startOffsetMs} />
          <SpanEvents events={span.events} spanStartMs={span.startOffsetMs} />
          <AttributeFilter
            filter={filter}
            placeholder="Filter attributes and resource"
            onFilter={setFilter}
          />
          {groupAttributes(span.attributes, filter).map(({ title, entries }) => (
            <AttributeTable key={title} title={title} entries={entries} />
          ))}
          <SpanLinks links={span.links} />
          <AttributeTable title="Resource" entries={listAttributes(span.resource, filter)} />
        </div>
      )}
    </aside>
  );
}
