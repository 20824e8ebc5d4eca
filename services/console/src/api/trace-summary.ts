import {
  buildTraceTree,
  countServices,
  findMainRoot,
  toEndTime,
  toXRayTraceId,
  type Span,
  type TraceNode,
  type TraceTree,
} from '@cruddur/trace-model';
import type { StoredTrace } from '../store/stored-trace.ts';
import { countLines } from './log-detail.ts';
import { summarizeLogs } from './log-summary.ts';
import type { MiniBar, TraceSummary } from './types.ts';
import { toDisagreements } from './xray-agreement.ts';
import { summarizeXRay } from './xray-summary.ts';

const maxBars = 24;

/** What every way to arrive tells of a trace, and none alone. */
type TraceFacts = Omit<TraceSummary, 'xray' | 'logs' | 'reportedErrorCount'>;

/** Of the spans; where there are none, of the X-Ray documents; else of the log lines and errors. */
export function summarizeContents(trace: StoredTrace, tree: TraceTree): TraceFacts {
  const { traceId, documents } = trace;
  if (trace.spanCount > 0) return summarizeSpans(traceId, tree);
  if (trace.documentCount > 0) return summarizeXRay(traceId, documents);
  return summarizeLogs(traceId, [...trace.lines], [...trace.errors]);
}

function summarizeSpans(traceId: string, tree: TraceTree): TraceFacts {
  const root = findMainRoot(tree);
  const httpStatusCode = root === undefined ? undefined : toHttpStatusCode(root.span);
  return {
    traceId,
    xrayTraceId: toXRayTraceId(traceId),
    rootName: root?.span.name ?? '',
    rootService: root?.service ?? '',
    startTimeMs: Number(tree.startTimeUnixNano / 1_000n) / 1_000,
    durationMs: toMs(tree.endTimeUnixNano - tree.startTimeUnixNano),
    services: countServices(tree),
    spanCount: tree.nodes.length,
    errorCount: tree.nodes.filter(({ span }) => span.status === 'error').length,
    ...(httpStatusCode === undefined ? {} : { httpStatusCode }),
    bars: chooseBars(tree.nodes).map((node) => toMiniBar(node, tree)),
  };
}

function toTraceSummary(trace: StoredTrace): TraceSummary {
  const { documentCount } = trace;
  const spans = [...trace.spans];
  const disagreementCount = toDisagreements([...trace.documents], spans).length;
  return {
    ...summarizeContents(trace, buildTraceTree(spans)),
    xray: { documentCount, disagreementCount },
    logs: countLines(trace.lines),
    reportedErrorCount: trace.errorCount,
  };
}

/** Summaries that are computed once for each state of a trace. */
export function createSummaryReader(): (trace: StoredTrace) => TraceSummary {
  const summaries = new WeakMap<StoredTrace, { readonly revision: number; readonly summary: TraceSummary }>();
  return (trace) => {
    const known = summaries.get(trace);
    if (known?.revision === trace.revision) return known.summary;
    const summary = toTraceSummary(trace);
    summaries.set(trace, { revision: trace.revision, summary });
    return summary;
  };
}

export function toMs(nanos: bigint): number {
  return Number(nanos) / 1e6;
}

function toHttpStatusCode({ attributes }: Span): number | undefined {
  const code = attributes['http.response.status_code'] ?? attributes['http.status_code'];
  return typeof code === 'number' ? code : undefined;
}

/** Of a large trace the spans nearest to the root, the longest first, back in the order of the waterfall. */
function chooseBars(nodes: readonly TraceNode[]): readonly TraceNode[] {
  if (nodes.length <= maxBars) return nodes;
  const chosen = new Set(
    nodes
      .map((node) => ({ node, durationMs: toMs(toEndTime(node.span) - node.span.startTimeUnixNano) }))
      .toSorted((a, b) => a.node.depth - b.node.depth || b.durationMs - a.durationMs)
      .slice(0, maxBars)
      .map(({ node }) => node),
  );
  return nodes.filter((node) => chosen.has(node));
}

function toMiniBar({ span, service }: TraceNode, tree: TraceTree): MiniBar {
  const total = toMs(tree.endTimeUnixNano - tree.startTimeUnixNano);
  const toFraction = (nanos: bigint): number => (total > 0 ? toMs(nanos) / total : 0);
  return {
    service,
    start: toFraction(span.startTimeUnixNano - tree.startTimeUnixNano),
    width: total > 0 ? toFraction(toEndTime(span) - span.startTimeUnixNano) : 1,
    error: span.status === 'error',
  };
}
