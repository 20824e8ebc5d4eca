import { useMemo, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import type { TraceViewName } from '../navigation/route.ts';
import { createServiceColors } from '../service-color.ts';
import { XRayView } from '../xray/xray-view.tsx';
import { SpansView } from './spans-view.tsx';
import { createTimeScale } from './time-scale.ts';
import { TraceHeader } from './trace-header.tsx';
import { ViewSwitch } from './view-switch.tsx';

export interface TraceViewProps {
  readonly trace: TraceDetail;
  readonly view: TraceViewName;
  /** The span or document whose details are shown: the address names it. */
  readonly spanId: string | undefined;
}

export function TraceView({ trace, view, spanId }: TraceViewProps): ReactElement {
  const colorOf = useMemo(() => createServiceColors(trace.services), [trace]);
  const scale = useMemo(() => createTimeScale(trace), [trace]);
  const shared = { trace, colorOf, scale, spanId };
  return (
    <main className={`trace-page${spanId === undefined ? '' : ' has-panel'}`}>
      <TraceHeader trace={trace} colorOf={colorOf}>
        <ViewSwitch trace={trace} view={view} spanId={spanId} />
      </TraceHeader>
      {view === 'spans' ? <SpansView {...shared} /> : <XRayView {...shared} />}
    </main>
  );
}
