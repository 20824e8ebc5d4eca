import { buildTraceTree, formatDuration, toEndTime, type Span, type TraceNode } from '@cruddur/trace-model';
import type { Finding } from '../check/finding.ts';

/**
 * The spans as trees, each marked ✓ or ✗ with what is wrong below it. Of attributes only those appear that a finding
 * speaks of: everything else on a span may be personal.
 */
export function toSpanTreeText(spans: readonly Span[], findings: readonly Finding[]): string {
  if (spans.length === 0) return '  (none)';
  return groupByTrace(spans)
    .flatMap((trace) => [
      `  trace ${trace[0]?.traceId ?? ''}`,
      ...buildTraceTree(trace).nodes.flatMap((node) => toLines(node, findings)),
    ])
    .join('\n');
}

function groupByTrace(spans: readonly Span[]): readonly (readonly Span[])[] {
  return [...Map.groupBy(spans, ({ traceId }) => traceId).values()];
}

function toLines({ depth, parentMissing, service, span }: TraceNode, findings: readonly Finding[]): string[] {
  const own = findings.filter(({ spanId }) => spanId === span.spanId);
  const indent = '  '.repeat(depth + 2);
  const parent = parentMissing ? `, parent ${span.parentSpanId}` : '';
  const duration = formatDuration(Number(toEndTime(span) - span.startTimeUnixNano) / 1e6);
  return [
    `${indent}${own.length === 0 ? '✓' : '✗'} ${service} ${span.kind.toUpperCase()} "${span.name}" ${span.spanId}${parent}, ${duration}`,
    ...own.map(({ message }) => `${indent}    ${message}`),
  ];
}
