import type { XRayNode } from './xray-tree.ts';

/** When the documents of a trace begin and end, in epoch milliseconds. X-Ray's own times are seconds as doubles. */
export interface XRayTimes {
  readonly startMs: number;
  readonly endMs: number;
}

export function toXRayTimes(nodes: readonly XRayNode[]): XRayTimes {
  let startMs = Infinity;
  let endMs = 0;
  for (const { document } of nodes) {
    startMs = Math.min(startMs, document.start_time * 1000);
    endMs = Math.max(endMs, (document.end_time ?? document.start_time) * 1000);
  }
  return nodes.length === 0 ? { startMs: 0, endMs: 0 } : { startMs, endMs };
}

/** Where a document lies after `originMs`. One in progress reaches to the end of the trace as far as it is known. */
export function toXRayExtent(
  { document }: XRayNode,
  originMs: number,
  traceEndMs: number,
): { readonly startOffsetMs: number; readonly durationMs: number } {
  const startMs = document.start_time * 1000;
  const endMs = document.end_time === undefined ? traceEndMs : document.end_time * 1000;
  return {
    startOffsetMs: toWholeMicroseconds(startMs - originMs),
    durationMs: toWholeMicroseconds(Math.max(endMs - startMs, 0)),
  };
}

/** Epoch seconds in a double are exact to the microsecond and no further. */
export function toWholeMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
