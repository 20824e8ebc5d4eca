import { useMemo, useState, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { navigate } from '../navigation/history.ts';
import { toTracePath } from '../navigation/route.ts';
import { createServiceColors } from '../service-color.ts';
import { SpanPanel } from '../span/span-panel.tsx';
import { findSpan, toOutline } from './outline.ts';
import { TraceHeader } from './trace-header.tsx';
import { WaterfallToolbar } from './waterfall-toolbar.tsx';
import { useWaterfall } from './use-waterfall.ts';
import { Waterfall } from './waterfall.tsx';

export interface TraceViewProps {
  readonly trace: TraceDetail;
  /** The span whose details are shown: the address names it. */
  readonly spanId: string | undefined;
}

export function TraceView({ trace, spanId }: TraceViewProps): ReactElement {
  const colorOf = useMemo(() => createServiceColors(trace.services), [trace]);
  const outline = useMemo(() => toOutline(trace.spans, trace.hops), [trace]);
  const [criticalPath, setCriticalPath] = useState(false);
  const open = (spanId: string | undefined): void => navigate(toTracePath(trace.traceId, spanId), 'replace');
  const waterfall = useWaterfall(outline, spanId, open);
  return (
    <main className={`trace-page${spanId === undefined ? '' : ' has-panel'}`}>
      <TraceHeader trace={trace} colorOf={colorOf} />
      <section className="trace-main" aria-label="Waterfall">
        <WaterfallToolbar
          waterfall={waterfall}
          errorCount={trace.errorCount}
          criticalPath={criticalPath}
          onCriticalPath={setCriticalPath}
        />
        <Waterfall
          trace={trace}
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
    </main>
  );
}
