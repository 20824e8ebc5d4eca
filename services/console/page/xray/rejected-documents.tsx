import type { ReactElement } from 'react';
import type { XRayRejection } from '../../src/api/types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { Link } from '../navigation/link.tsx';
import { toTracePath } from '../navigation/route.ts';

export interface RejectedDocumentsProps {
  readonly rejected: readonly XRayRejection[];
  /** Leads from a document to its trace, where it names one. */
  readonly linked: boolean;
}

/** The documents that were not taken in: when, why, and what came. */
export function RejectedDocuments({ rejected, linked }: RejectedDocumentsProps): ReactElement {
  return (
    <ul className="rejected-documents">
      {rejected.map(({ timeMs, reason, excerpt, traceId }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two may be equal in everything
        <li key={index}>
          <p>
            <time dateTime={new Date(timeMs).toISOString()}>{formatClockTime(timeMs)}</time>
            {linked && traceId !== undefined && (
              <Link href={toTracePath(traceId, undefined, 'xray')}>trace {traceId.slice(0, 8)}…</Link>
            )}
          </p>
          <p className="rejected-reason">{reason}</p>
          {excerpt !== '' && (
            <details>
              <summary>What came</summary>
              <pre tabIndex={0}>{excerpt}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
