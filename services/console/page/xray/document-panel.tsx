import { useState, type ReactElement } from 'react';
import type { TraceDetail, XRayEntry } from '../../src/api/types.ts';
import { CopyButton } from '../copy-button.tsx';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import { AttributeFilter } from '../span/attribute-filter.tsx';
import { AttributeTable } from '../span/attribute-table.tsx';
import { DocumentCause } from './document-cause.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentLinks } from './document-links.tsx';
import { toDocumentTables } from './document-tables.ts';

export interface DocumentPanelProps {
  readonly id: string;
  readonly entry: XRayEntry | undefined;
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  /** Shows another document, or none. */
  readonly onOpen: (id: string | undefined) => void;
}

/** Everything that one X-Ray document says. */
export function DocumentPanel({ id, entry, trace, colorOf, onOpen }: DocumentPanelProps): ReactElement {
  const [filter, setFilter] = useState('');
  return (
    <aside
      className="span-panel"
      aria-label="Document details"
      onKeyDown={({ key }) => key === 'Escape' && onOpen(undefined)}
    >
      <header className={`span-panel-head ${entry === undefined ? '' : colorOf(entry.service ?? '')}`}>
        <h2>{entry?.name ?? 'No such document'}</h2>
        <button
          type="button"
          className="close-button"
          aria-label="Close details"
          onClick={() => onOpen(undefined)}
        >
          <Icon name="close" />
        </button>
      </header>
      {entry === undefined ? (
        <p className="span-panel-empty">
          <code>{id}</code> is not among the X-Ray documents of this trace that have arrived.
        </p>
      ) : (
        <div className="span-panel-body">
          <DocumentFacts entry={entry} trace={trace} colorOf={colorOf} onOpen={onOpen} />
          <DocumentCause cause={entry.document.cause} />
          <AttributeFilter
            filter={filter}
            placeholder="Filter annotations and metadata"
            onFilter={setFilter}
          />
          {toDocumentTables(entry.document, filter).map(({ title, entries }) => (
            <AttributeTable key={title} title={title} entries={entries} />
          ))}
          <DocumentLinks links={entry.document.links} />
          <WholeDocument entry={entry} />
        </div>
      )}
    </aside>
  );
}

function WholeDocument({ entry: { document } }: { readonly entry: XRayEntry }): ReactElement {
  const text = JSON.stringify(document, undefined, 2);
  return (
    <details className="whole-document">
      <summary>Document as it came</summary>
      <CopyButton text={text} what="document" />
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
