import { parseTraceId, type SegmentBody } from '@cruddur/trace-model';
import type { ReactElement } from 'react';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { toTracePath } from '../navigation/route.ts';

/** The documents of other traces that this one names. */
export function DocumentLinks({ links }: { readonly links: SegmentBody['links'] }): ReactElement | null {
  if (links === undefined || links.length === 0) return null;
  return (
    <section className="span-links" aria-label="Links">
      <h3>Links</h3>
      <ul>
        {links.map(({ trace_id: xrayTraceId, id }) => {
          const parsed = parseTraceId(xrayTraceId);
          const traceId = parsed.ok ? parsed.traceId : xrayTraceId;
          return (
            <li key={`${xrayTraceId} ${id}`}>
              <Link href={toTracePath(traceId, id, 'xray')}>
                <Icon name="link" /> trace {xrayTraceId.slice(0, 10)}… document {id}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
