import type { ReactElement } from 'react';
import { toPercent, type TimeScale } from './time-scale.ts';
import { toTimeTicks } from './time-ticks.ts';

const MAX_TICKS = 6;

/** The head of the waterfall: column names, and the time under which the bars stand. */
export function TimeRuler({
  scale,
  heading,
}: {
  readonly scale: TimeScale;
  readonly heading: string;
}): ReactElement {
  return (
    <div role="row" aria-rowindex={1} className="waterfall-head">
      <span role="columnheader" className="cell-name">
        {heading}
      </span>
      <span role="columnheader" className="cell-service">
        Service
      </span>
      <span role="columnheader" className="cell-duration">
        Duration
      </span>
      <span role="columnheader" className="cell-time" aria-label="Timeline">
        {toTimeTicks(scale.extentMs, MAX_TICKS, scale.startMs).map(({ position, label }) => (
          <span
            key={label}
            className={position > 0.94 ? 'tick tick-last' : 'tick'}
            style={{ left: toPercent(position) }}
          >
            {label}
          </span>
        ))}
      </span>
    </div>
  );
}

/** Lines through all rows under the ruler's ticks. */
export function TimeGrid({ scale }: { readonly scale: TimeScale }): ReactElement {
  return (
    <div className="time-grid" aria-hidden="true">
      {toTimeTicks(scale.extentMs, MAX_TICKS, scale.startMs).map(({ position, label }) => (
        <span key={label} style={{ left: toPercent(position) }} />
      ))}
    </div>
  );
}
