import { toXRayTraceId, type SegmentDocument } from '@cruddur/trace-model';
import type { MiniBar, TraceSummary } from './types.ts';
import { toWholeMicroseconds, toXRayExtent, toXRayTimes, type XRayTimes } from './xray-time.ts';
import { toXRayNodes, type XRayNode } from './xray-tree.ts';

const maxBars = 24;

/** The summary of a trace of which only X-Ray documents have arrived. */
export function summarizeXRay(
  traceId: string,
  documents: Iterable<SegmentDocument>,
): Omit<TraceSummary, 'xray' | 'logs' | 'reportedErrorCount'> {
  const nodes = toXRayNodes(documents);
  const times = toXRayTimes(nodes);
  const main = nodes.find(({ isSegment, parentId }) => isSegment && parentId === undefined) ?? nodes[0];
  const httpStatusCode = main?.document.http?.response?.status;
  return {
    traceId,
    xrayTraceId: toXRayTraceId(traceId),
    rootName: main === undefined ? '' : toRequestName(main),
    rootService: main?.segment?.name ?? '',
    startTimeMs: toWholeMicroseconds(times.startMs),
    durationMs: toWholeMicroseconds(times.endMs - times.startMs),
    services: toSegmentNames(nodes).map((name) => ({ name, spanCount: 0 })),
    spanCount: 0,
    errorCount: nodes.filter(({ document }) => document.fault === true).length,
    ...(httpStatusCode === undefined ? {} : { httpStatusCode }),
    bars: nodes.slice(0, maxBars).map((node) => toBar(node, times)),
  };
}

/** The request that the segment served, `GET /path`; the segment's name where it says nothing of one. */
function toRequestName({ document }: XRayNode): string {
  const { method, url } = document.http?.request ?? {};
  const path = url === undefined || !URL.canParse(url) ? url : new URL(url).pathname;
  return [method, path].filter((part) => part !== undefined).join(' ') || document.name;
}

function toSegmentNames(nodes: readonly XRayNode[]): readonly string[] {
  return [...new Set(nodes.flatMap(({ segment }) => segment?.name ?? []))];
}

function toBar(node: XRayNode, { startMs, endMs }: XRayTimes): MiniBar {
  const totalMs = endMs - startMs;
  const { startOffsetMs, durationMs } = toXRayExtent(node, startMs, endMs);
  return {
    service: node.segment?.name ?? '',
    start: totalMs > 0 ? startOffsetMs / totalMs : 0,
    width: totalMs > 0 ? durationMs / totalMs : 1,
    error: node.document.fault === true,
  };
}
