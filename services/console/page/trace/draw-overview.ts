import type { ServiceColors } from '../service-color.ts';
import type { TimeScale } from './time-scale.ts';
import type { WaterfallRow } from './waterfall-rows.ts';

const MIN_LINE = 1;
const MIN_ERROR = 3.5;

/** Draws every span as a line: where it lies in time, and how far down the waterfall. Errors come last, so on top. */
export function drawOverview(
  canvas: HTMLCanvasElement,
  rows: readonly WaterfallRow[],
  scale: TimeScale,
  colorOf: ServiceColors,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * window.devicePixelRatio;
  canvas.height = height * window.devicePixelRatio;
  context.scale(window.devicePixelRatio, window.devicePixelRatio);
  const resolve = createColorResolver(canvas);
  const pitch = height / rows.length;
  const line = (row: WaterfallRow, index: number, color: string, min: number): void => {
    const { startOffsetMs, durationMs } = row.entry.span;
    const left = scale.at(startOffsetMs) * width;
    const right = scale.at(startOffsetMs + durationMs) * width;
    context.fillStyle = color;
    context.fillRect(left, index * pitch, Math.max(right - left, min), Math.max(pitch * 0.8, min));
  };
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'span') line(row, index, resolve(colorOf(row.entry.span.service)), MIN_LINE);
  }
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'span' && row.entry.span.status === 'error')
      line(row, index, resolve('bar-error'), MIN_ERROR);
  }
}

/** A canvas knows no style sheet: an element of the class, beside it for a moment, says what its colour is. */
function createColorResolver(canvas: HTMLCanvasElement): (className: string) => string {
  const resolved = new Map<string, string>();
  return (className) => {
    const known = resolved.get(className);
    if (known !== undefined) return known;
    const probe = document.createElement('i');
    probe.className = `color-probe ${className}`;
    canvas.after(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    resolved.set(className, color);
    return color;
  };
}
