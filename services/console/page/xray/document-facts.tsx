import type { ReactElement } from 'react';
import type { TraceDetail, XRayEntry } from '../../src/api/types.ts';
import { CopyButton } from '../copy-button.tsx';
import { formatClockTime } from '../format/clock-time.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import { Fact } from '../span/fact.tsx';
import { NO_SEGMENT } from './xray-rows.ts';

export interface DocumentFactsProps {
  readonly entry: XRayEntry;
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly onOpen: (id: string) => void;
}

const FLAGS = {
  fault: 'Fault: a failure of its own (5xx).',
  error: 'Error: a wrong request (4xx).',
  throttle: 'Throttle: too many requests (429).',
} as const;

/** What every document has: outcome, times, place in the trace, ids. */
export function DocumentFacts({ entry, trace, colorOf, onOpen }: DocumentFactsProps): ReactElement {
  const { document } = entry;
  const parent = trace.xray.documents.find(({ id }) => id === entry.parentId);
  return (
    <>
      {(['fault', 'error', 'throttle'] as const)
        .filter((flag) => document[flag] === true)
        .map((flag) => (
          <p key={flag} className={`span-error document-${flag}`}>
            <Icon name="error" /> {FLAGS[flag]}
          </p>
        ))}
      <div className="span-timing">
        <div>
          <strong>{entry.inProgress ? '…' : formatDuration(entry.durationMs)}</strong>
          <span>{entry.inProgress ? 'in progress' : 'duration'}</span>
        </div>
        <div>
          <strong>+{formatDuration(entry.startOffsetMs)}</strong>
          <span>after the trace began</span>
        </div>
      </div>
      <dl className="span-facts">
        <Fact name="Document">
          {entry.kind}
          {entry.embedded && ', embedded in its parent'}
        </Fact>
        <Fact name="Segment">
          {entry.service === undefined ? (
            NO_SEGMENT
          ) : (
            <span className={`service-name ${colorOf(entry.service)}`}>{entry.service}</span>
          )}
        </Fact>
        {document.namespace !== undefined && <Fact name="Namespace">{document.namespace}</Fact>}
        {document.origin !== undefined && <Fact name="Origin">{document.origin}</Fact>}
        {document.service?.version !== undefined && <Fact name="Version">{document.service.version}</Fact>}
        {document.user !== undefined && <Fact name="User">{document.user}</Fact>}
        <Fact name="Started">
          {formatClockTime(trace.startTimeMs + entry.startOffsetMs, trace.startTimeMs)}
        </Fact>
        <Fact name="Id">
          <code>{entry.id}</code>
          <CopyButton text={entry.id} what="document id" />
        </Fact>
        {entry.parentId !== undefined && (
          <Fact name={entry.kind === 'segment' ? 'Called by' : 'Parent'}>
            {parent === undefined ? (
              <>
                <code>{entry.parentId}</code> has not arrived
              </>
            ) : (
              <button type="button" className="text-button" onClick={() => onOpen(parent.id)}>
                {parent.name}
                {parent.service !== entry.service && ` in ${parent.service ?? NO_SEGMENT}`}
              </button>
            )}
          </Fact>
        )}
      </dl>
    </>
  );
}
