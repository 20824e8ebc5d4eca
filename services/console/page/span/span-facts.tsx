import type { ReactElement } from 'react';
import type { SpanDetail, TraceDetail } from '../../src/api/types.ts';
import { CopyButton } from '../copy-button.tsx';
import { formatClockTime } from '../format/clock-time.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import { describeRequestGap, describeResponseGap } from '../trace/hop-gap.ts';
import type { OutlineEntry } from '../trace/outline.ts';
import { Fact } from './fact.tsx';

export interface SpanFactsProps {
  readonly entry: OutlineEntry<SpanDetail>;
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly onOpen: (spanId: string) => void;
}

/** What every span has: outcome, service, kind, timing, ids. */
export function SpanFacts({
  entry: { span, hop, childCount },
  trace,
  colorOf,
  onOpen,
}: SpanFactsProps): ReactElement {
  const parent = trace.spans.find(({ spanId }) => spanId === span.parentSpanId);
  const selfShare = span.durationMs > 0 ? Math.min(span.selfMs / span.durationMs, 1) : 1;
  return (
    <>
      {span.status === 'error' && (
        <p className="span-error">
          <Icon name="error" label="Error" />
          {span.statusMessage === '' ? 'This span failed; it carries no message.' : span.statusMessage}
        </p>
      )}
      <div className="span-timing">
        <div>
          <strong>{formatDuration(span.durationMs)}</strong>
          <span>duration</span>
        </div>
        <div>
          <strong>{formatDuration(span.selfMs)}</strong>
          <span>
            {childCount === 0 ? 'self, it has no children' : `self, ${Math.round(selfShare * 100)} %`}
          </span>
        </div>
        <div>
          <strong>+{formatDuration(span.startOffsetMs)}</strong>
          <span>after the trace began</span>
        </div>
      </div>
      <dl className="span-facts">
        <Fact name="Service">
          <span className={`service-name ${colorOf(span.service)}`}>{span.service}</span>
        </Fact>
        <Fact name="Kind">{span.kind}</Fact>
        <Fact name="Status">{span.status}</Fact>
        <Fact name="Started">
          {formatClockTime(trace.startTimeMs + span.startOffsetMs, trace.startTimeMs)}
        </Fact>
        {hop !== undefined && (
          <Fact name="Network">
            {[describeRequestGap(hop), describeResponseGap(hop)].filter(Boolean).join(' · ')}
          </Fact>
        )}
        {span.onCriticalPath && <Fact name="Critical path">yes</Fact>}
        <Fact name="Span id">
          <code>{span.spanId}</code>
          <CopyButton text={span.spanId} what="span id" />
        </Fact>
        {span.parentSpanId !== undefined && (
          <Fact name="Parent">
            {parent === undefined ? (
              <>
                <code>{span.parentSpanId}</code> has not arrived
              </>
            ) : (
              <button type="button" className="text-button" onClick={() => onOpen(parent.spanId)}>
                {parent.name}
              </button>
            )}
          </Fact>
        )}
        {span.scope.name !== '' && (
          <Fact name="Scope">
            {span.scope.name} {span.scope.version}
          </Fact>
        )}
      </dl>
    </>
  );
}
