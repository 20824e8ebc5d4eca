import { useMemo, type ReactElement } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import type { LogsAddress, TraceViewName } from '../navigation/route.ts';
import { createServiceColors } from '../service-color.ts';
import { LogsView } from '../logs/logs-view.tsx';
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
  readonly logs: LogsAddress;
}

export function TraceView({ trace, view, spanId, logs }: TraceViewProps): ReactElement {
  const colorOf = useMemo(() => createServiceColors(toServices(trace)), [trace]);
  const scale = useMemo(() => createTimeScale(trace), [trace]);
  const openId = view === 'logs' ? logs.entryId : spanId;
  const shared = { trace, colorOf, scale, spanId };
  return (
    <main className={`trace-page${openId === undefined ? '' : ' has-panel'}`}>
      <TraceHeader trace={trace} colorOf={colorOf}>
        <ViewSwitch trace={trace} view={view} spanId={spanId} />
      </TraceHeader>
      {view === 'spans' && <SpansView {...shared} />}
      {view === 'xray' && <XRayView {...shared} />}
      {view === 'logs' && <LogsView trace={trace} colorOf={colorOf} spanId={spanId} address={logs} />}
    </main>
  );
}

/** Those of the spans, and those that have only logged so far. */
function toServices({ services, logs, errors }: TraceDetail): readonly { readonly name: string }[] {
  const named = [...services, ...[...logs.lines, ...errors].map(({ service }) => ({ name: service }))];
  const names = new Set(named.map(({ name }) => name).filter((name) => name !== ''));
  return [...names].map((name) => ({ name }));
}
