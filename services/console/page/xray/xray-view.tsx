import { useMemo, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { formatCount } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { navigate } from '../navigation/history.ts';
import { toTracePath } from '../navigation/route.ts';
import type { ServiceColors } from '../service-color.ts';
import { findSpan, toOutline } from '../trace/outline.ts';
import type { TimeScale } from '../trace/time-scale.ts';
import { useWaterfall } from '../trace/use-waterfall.ts';
import { WaterfallToolbar } from '../trace/waterfall-toolbar.tsx';
import { Waterfall } from '../trace/waterfall.tsx';
import { Agreement } from './agreement.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { NoDocuments } from './no-documents.tsx';
import { RejectedDocuments } from './rejected-documents.tsx';
import { NO_SEGMENT, toXRayRow } from './xray-rows.ts';

export interface XRayViewProps {
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  /** The same as that of the spans, so that bars can be compared. */
  readonly scale: TimeScale;
  readonly spanId: string | undefined;
}

/** The trace as X-Ray tells it: a segment a service, its subsegments under it. Nothing here comes from the spans. */
export function XRayView({ trace, colorOf: serviceColorOf, scale, spanId }: XRayViewProps): ReactElement {
  const { documents, rejected, receiver } = trace.xray;
  const outline = useMemo(() => toOutline(documents.map(toXRayRow), []), [documents]);
  const open = (id: string | undefined): void => navigate(toTracePath(trace.traceId, id, 'xray'), 'replace');
  const colorOf = (service: string): string =>
    service === NO_SEGMENT ? 'service-none' : serviceColorOf(service);
  const faultCount = documents.filter(({ document }) => document.fault === true).length;
  const waterfall = useWaterfall(outline, spanId, open);
  return (
    <>
      <section className="trace-main xray-documents" aria-label="X-Ray documents">
        {documents.length > 0 && <Agreement trace={trace} onOpen={waterfall.open} />}
        {rejected.length > 0 && (
          <details className="agreement agreement-differs">
            <summary>
              <Icon name="error" /> {formatCount(rejected.length, 'document')} of this trace rejected
            </summary>
            <RejectedDocuments rejected={rejected} linked={false} />
          </details>
        )}
        {documents.length === 0 ? (
          <NoDocuments receiver={receiver} />
        ) : (
          <>
            <WaterfallToolbar waterfall={waterfall} errorCount={faultCount} />
            <Waterfall
              label={`X-Ray documents of ${trace.rootName}`}
              heading="Segment and subsegments"
              scale={scale}
              waterfall={waterfall}
              colorOf={colorOf}
              criticalPath={false}
              openSpanId={spanId}
            />
          </>
        )}
      </section>
      {spanId !== undefined && (
        <DocumentPanel
          key={spanId}
          id={spanId}
          entry={findSpan(outline, spanId)?.span.entry}
          trace={trace}
          colorOf={colorOf}
          onOpen={waterfall.open}
        />
      )}
    </>
  );
}
