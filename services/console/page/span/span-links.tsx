import type { ReactElement } from 'react';
import type { SpanDetail } from '../../src/api/types.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { toTracePath } from '../navigation/route.ts';
import { listAttributes } from './attribute-groups.ts';
import { AttributeTable } from './attribute-table.tsx';

/** The spans of other traces that this one names. */
export function SpanLinks({ links }: { readonly links: SpanDetail['links'] }): ReactElement | null {
  if (links.length === 0) return null;
  return (
    <section className="span-links" aria-label="Links">
      <h3>Links</h3>
      <ul>
        {links.map(({ traceId, spanId, attributes }) => (
          <li key={`${traceId} ${spanId}`}>
            <Link href={toTracePath(traceId, spanId)}>
              <Icon name="link" /> trace {traceId.slice(0, 8)}… span {spanId}
            </Link>
            <AttributeTable title="Attributes of the link" entries={listAttributes(attributes, '')} />
          </li>
        ))}
      </ul>
    </section>
  );
}
