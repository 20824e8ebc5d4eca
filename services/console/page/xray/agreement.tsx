import type { ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { formatCount } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { describeDisagreement } from './describe-disagreement.ts';

export interface AgreementProps {
  readonly trace: TraceDetail;
  /** Shows the document that a disagreement is about. */
  readonly onOpen: (id: string) => void;
}

/** Whether documents and spans tell the same, and if not, each thing in which they differ. */
export function Agreement({ trace, onOpen }: AgreementProps): ReactElement {
  const { disagreements, disagreementCount } = trace.xray;
  if (trace.spanCount === 0) {
    return (
      <p className="agreement" role="status">
        No span of this trace has come by OTLP: there is nothing to compare with.
      </p>
    );
  }
  if (disagreementCount === 0) {
    return (
      <p className="agreement agreement-same" role="status">
        <Icon name="check" /> Same {formatCount(trace.spanCount, 'id')}, parents and times in both
      </p>
    );
  }
  const isKnown = new Set(trace.xray.documents.map(({ id }) => id));
  return (
    <section className="agreement agreement-differs" aria-label="Disagreements">
      <p role="status">
        <Icon name="error" /> X-Ray and OTLP disagree in {formatCount(disagreementCount, 'point')}
      </p>
      <ul>
        {disagreements.map((disagreement) => {
          const { about, spanId, name } = disagreement;
          return (
            <li key={`${about} ${spanId} ${disagreement.xray ?? ''}`}>
              {isKnown.has(spanId) ? (
                <button type="button" className="text-button" onClick={() => onOpen(spanId)}>
                  {name}
                </button>
              ) : (
                <strong>{name}</strong>
              )}{' '}
              <code>{spanId}</code> {describeDisagreement(disagreement)}
            </li>
          );
        })}
        {disagreementCount > disagreements.length && (
          <li>and {formatCount(disagreementCount - disagreements.length, 'more', 'more')}</li>
        )}
      </ul>
    </section>
  );
}
