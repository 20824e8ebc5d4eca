import { useMemo, useState, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { navigate } from '../navigation/history.ts';
import { Link } from '../navigation/link.tsx';
import { toTracePath } from '../navigation/route.ts';
import type { ServiceColors } from '../service-color.ts';
import { SpanPanel } from '../span/span-panel.tsx';
import { withLogMarks } from './log-marks.ts';
import { findSpan, toOutline } from './outline.ts';
import type { TimeScale } from './time-scale.ts';
import { WaterfallToolbar } from './waterfall-toolbar.tsx';
import { useWaterfall } from './use-waterfall.ts';
import { Waterfall } from './waterfall.tsx';

export interface SpansViewProps {
  readonly trace: TraceDetail;
  readonly colorOf: ServiceColors;
  readonly scale: TimeScale;
  readonly spanId: string | undefined;
}

/** The trace as its spans tell it, which came by OTLP. */
export function SpansView({ trace, colorOf, scale, spanId }: SpansViewProps): ReactElement {
  const outline = useMemo(() => toOutline(withLogMarks(trace), trace.hops), [trace]);
  const [criticalPath, setCriticalPath] = useState(false);
  const open = (spanId: string | undefined): void => navigate(toTracePath(trace.traceId, spanId), 'replace');
  const waterfall = useWaterfall(outline, spanId, open);
  if (trace.spans.length === 0) {
    return (
      <section className="view-notice" aria-label="Waterfall">
        <h2>No span of this trace has come by OTLP</h2>
        <p>
          {trace.xray.documentCount > 0 ? (
            <>
              Its X-Ray documents are here:{' '}
              <Link href={toTracePath(trace.traceId, spanId, 'xray')}>see them</Link>. Spans follow where the
              services export to this console too.
            </>
          ) : (
            <>
              Its log lines are here: <Link href={toTracePath(trace.traceId, spanId, 'logs')}>see them</Link>.
              It may not have been sampled, or its spans are still on their way.
            </>
          )}
        </p>
      </section>
    );
  }
  return (
    <>
      <section className="trace-main" aria-label="Waterfall">
        <WaterfallToolbar
          waterfall={waterfall}
          errorCount={trace.errorCount}
          criticalPath={{ isOn: criticalPath, onChange: setCriticalPath }}
        />
        <Waterfall
          label={`Spans of ${trace.rootName}`}
          heading="Span"
          scale={scale}
          waterfall={waterfall}
          colorOf={colorOf}
          criticalPath={criticalPath}
          openSpanId={spanId}
        />
      </section>
      {spanId !== undefined && (
        <SpanPanel
          key={spanId}
          spanId={spanId}
          entry={findSpan(outline, spanId)}
          trace={trace}
          colorOf={colorOf}
          onOpen={waterfall.open}
        />
      )}
    </>
  );
}
