import type { ReactElement } from 'react';
import type { MiniBar } from '../../src/api/types.ts';
import type { ServiceColors } from '../service-color.ts';

/** More would be too thin to see. */
const MAX_BARS = 12;
const WIDTH = 200;
const HEIGHT = 26;
const MIN_BAR_WIDTH = 1.5;
/** How much of a failed span's bar stays in the colour of its service. */
const CAP = 5;

export interface MiniWaterfallProps {
  readonly bars: readonly MiniBar[];
  readonly colorOf: ServiceColors;
}

/** The shape of a trace at a glance. Decoration: the row says the same in words. */
export function MiniWaterfall({ bars: allBars, colorOf }: MiniWaterfallProps): ReactElement {
  const bars = allBars.slice(0, MAX_BARS);
  const pitch = Math.min(HEIGHT / Math.max(bars.length, 1), 5.2);
  const top = (HEIGHT - pitch * bars.length) / 2;
  return (
    <svg
      className="mini-waterfall"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map((bar, index) => {
        const width = Math.max(bar.width * WIDTH, MIN_BAR_WIDTH);
        const x = Math.min(bar.start * WIDTH, WIDTH - width);
        const box = { x, y: top + index * pitch, height: pitch * 0.72 };
        return (
          // oxlint-disable-next-line react/no-array-index-key -- bars have no identity but their place
          <g key={index} className={colorOf(bar.service)}>
            <rect {...box} width={width} />
            {bar.error && width > CAP && (
              <rect {...box} className="bar-error" x={x + CAP} width={width - CAP} />
            )}
          </g>
        );
      })}
    </svg>
  );
}
