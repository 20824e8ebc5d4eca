import {
  buildTraceTree,
  findCriticalPath,
  findHops,
  findMainRoot,
  toEndTime,
  toSelfTimeNano,
  type Span,
  type TraceHop,
  type TraceNode,
} from '@cruddur/trace-model';
import { toMs, toTraceSummary } from './trace-summary.ts';
import type { Hop, SpanDetail, TraceDetail } from './types.ts';

export function toTraceDetail(traceId: string, spans: readonly Span[]): TraceDetail {
  const tree = buildTraceTree(spans);
  const root = findMainRoot(tree);
  const critical = new Set((root === undefined ? [] : findCriticalPath(root)).map(({ node }) => node));
  return {
    ...toTraceSummary(traceId, tree),
    spans: tree.nodes.map((node) => toSpanDetail(node, tree.startTimeUnixNano, critical.has(node))),
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
