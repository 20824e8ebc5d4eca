import {
  buildTraceTree,
  findCriticalPath,
  findHops,
  findMainRoot,
  toEndTime,
  toSelfTimeNano,
  type TraceHop,
  type TraceNode,
} from '@cruddur/trace-model';
import type { StoredTrace } from '../store/stored-trace.ts';
import { toTraceErrors } from './error-detail.ts';
import { toLogDetail } from './log-detail.ts';
import { summarizeContents, toMs } from './trace-summary.ts';
import type { Hop, SpanDetail, TraceDetail, XRayReceiverState, XRayRejection } from './types.ts';
import { toDisagreements } from './xray-agreement.ts';
import { toXRayDetail } from './xray-detail.ts';

/** Everything about one trace; `rejected` are the X-Ray documents of it that were not taken in. */
export function toTraceDetail(
  trace: StoredTrace,
  rejected: readonly XRayRejection[],
  receiver: XRayReceiverState,
): TraceDetail {
  const spans = [...trace.spans];
  const documents = [...trace.documents];
  const tree = buildTraceTree(spans);
  const root = findMainRoot(tree);
  const critical = new Set((root === undefined ? [] : findCriticalPath(root)).map(({ node }) => node));
  const summary = summarizeContents(trace, tree);
  const { startTimeMs: originMs } = summary;
  const spanDetails = tree.nodes.map((node) =>
    toSpanDetail(node, tree.startTimeUnixNano, critical.has(node)),
  );
  const logs = toLogDetail([...trace.lines], spanDetails, originMs);
  return {
    ...summary,
    xray: toXRayDetail(documents, {
      disagreements: toDisagreements(documents, spans),
      rejected,
      receiver,
      originMs,
      endMs: originMs + summary.durationMs,
    }),
    logs,
    reportedErrorCount: trace.errorCount,
    errors: toTraceErrors(trace.errors, { spans: spanDetails, lines: logs.lines, originMs }),
    spans: spanDetails,
    hops: findHops(tree).map(toHop),
  };
}

function toSpanDetail(node: TraceNode, startTimeUnixNano: bigint, onCriticalPath: boolean): SpanDetail {
  const { span } = node;
  return {
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    parentMissing: node.parentMissing,
    name: span.name,
    kind: span.kind,
    service: node.service,
    scope: span.scope,
    depth: node.depth,
    startOffsetMs: toMs(span.startTimeUnixNano - startTimeUnixNano),
    durationMs: toMs(toEndTime(span) - span.startTimeUnixNano),
    selfMs: toMs(toSelfTimeNano(node)),
    onCriticalPath,
    status: span.status,
    statusMessage: span.statusMessage,
    attributes: span.attributes,
    resource: span.resource,
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      name,
      offsetMs: toMs(timeUnixNano - startTimeUnixNano),
      attributes,
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes })),
  };
}

function toHop({ client, server, requestGapNano, responseGapNano }: TraceHop): Hop {
  return {
    clientSpanId: client.span.spanId,
    serverSpanId: server.span.spanId,
    fromService: client.service,
    toService: server.service,
    requestGapMs: toMs(requestGapNano),
    responseGapMs: toMs(responseGapNano),
  };
}
