import type { ReactElement } from 'react';
import type { Hop } from '../../src/api/types.ts';
import { formatMilliseconds } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import type { ServiceColors } from '../service-color.ts';
import { describeRequestGap, describeResponseGap } from './hop-gap.ts';
import { toPercent, type TimeScale } from './time-scale.ts';
import type { WaterfallSpan } from './waterfall-span.ts';

/** The text stands inside the gap's server time where that is wide enough, else beside the call. */
const ROOM_INSIDE = 0.34;

export interface HopRowProps {
  readonly hop: Hop;
  readonly server: WaterfallSpan;
  readonly rowIndex: number;
  readonly scale: TimeScale;
  readonly colorOf: ServiceColors;
  readonly indent: string;
  readonly top: number;
}

/** The wire between two services: who calls whom, and how long the request and the response were under way. */
export function HopRow({ hop, server, rowIndex, scale, colorOf, indent, top }: HopRowProps): ReactElement {
  const serverStart = server.startOffsetMs;
  const serverEnd = serverStart + server.durationMs;
  const sent = scale.at(serverStart - Math.max(hop.requestGapMs, 0));
  const received = scale.at(serverEnd + Math.max(hop.responseGapMs, 0));
  const [arrived, answered] = [scale.at(serverStart), scale.at(serverEnd)];
  const inside = answered - arrived >= ROOM_INSIDE;
  const networkMs = Math.max(hop.requestGapMs, 0) + Math.max(hop.responseGapMs, 0);
  const beside = received <= 0.6 ? { left: toPercent(received) } : { right: toPercent(1 - sent) };
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="hop-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className="cell-name" style={{ paddingInlineStart: indent }}>
        <Icon name="wire" />
        <span className={`service-dot ${colorOf(hop.fromService)}`} />
        {hop.fromService}
        <span className="hop-arrow">→</span>
        <span className={`service-dot ${colorOf(hop.toService)}`} />
        {hop.toService}
      </span>
      <span role="gridcell" className="cell-service" />
      <span role="gridcell" className="cell-duration">
        {formatMilliseconds(networkMs)}
      </span>
      <span role="gridcell" className="cell-time">
        <span className="wire" style={{ left: toPercent(sent), width: toPercent(arrived - sent) }} />
        <span className="wire" style={{ left: toPercent(answered), width: toPercent(received - answered) }} />
        <span className="hop-gap" style={inside ? { left: toPercent(arrived) } : beside}>
          {describeRequestGap(hop)}
          {!inside && describeResponseGap(hop) !== undefined && ` · ${describeResponseGap(hop)}`}
        </span>
        {inside && (
          <span className="hop-gap" style={{ right: toPercent(1 - answered) }}>
            {describeResponseGap(hop)}
          </span>
        )}
      </span>
    </div>
  );
}
