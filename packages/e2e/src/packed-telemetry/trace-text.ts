import type { Span } from '@cruddur/trace-model';

/** A trace as the README draws it: kind, service and name of each span, below its parent. */
export function toTraceText(spans: readonly Span[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const toLines = (span: Span): readonly string[] => [
    `${span.kind.toUpperCase()} ${serviceOf(span)} ${span.name}`,
    ...spans
      .filter(({ parentSpanId }) => parentSpanId === span.spanId)
      .flatMap(toLines)
      .map((line) => `  ${line}`),
  ];
  return spans
    .filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId))
    .flatMap(toLines)
    .join('\n');
}

function serviceOf({ resource: { 'service.name': name } }: Span): string {
  return typeof name === 'string' ? name : 'unknown';
}
