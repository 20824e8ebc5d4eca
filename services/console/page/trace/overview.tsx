import { useEffect, useRef, type PointerEvent, type ReactElement } from 'react';
import type { ServiceColors } from '../service-color.ts';
import { drawOverview } from './draw-overview.ts';
import { toPercent, type TimeScale } from './time-scale.ts';
import type { WaterfallRow } from './waterfall-rows.ts';

export interface OverviewProps {
  readonly rows: readonly WaterfallRow[];
  readonly scale: TimeScale;
  readonly colorOf: ServiceColors;
  /** Which part of the rows is in view, as fractions of their height. */
  readonly view: { readonly start: number; readonly size: number };
  /** Brings the rows around a fraction of their height into view. */
  readonly onSeek: (fraction: number) => void;
}

/**
 * A long trace on one strip: every span a line under the same time scale, errors in red on top, a frame around
 * what is in view. A shortcut for the pointer; the keyboard has Page Up and Down, and e for errors.
 */
export function Overview({ rows, scale, colorOf, view, onSeek }: OverviewProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = (): void => drawOverview(element, rows, scale, colorOf);
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    const resize = new ResizeObserver(draw);
    resize.observe(element);
    scheme.addEventListener('change', draw);
    return () => {
      resize.disconnect();
      scheme.removeEventListener('change', draw);
    };
  }, [rows, scale, colorOf]);

  const seek = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(Math.max((event.clientY - top) / height, 0), 1));
  };
  return (
    <div className="overview-row" aria-hidden="true">
      <span className="overview-label">Overview</span>
      <div
        className="overview"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seek(event);
        }}
        onPointerMove={seek}
      >
        <canvas ref={canvas} />
        <span
          className="overview-view"
          style={{ top: toPercent(view.start), height: toPercent(view.size) }}
        />
      </div>
    </div>
  );
}
