import {
  buildTraceTree,
  parseOtlpTraceJson,
  parseOtlpTraceProtobuf,
  toServiceName,
  type Span,
  type TraceNode,
} from '@cruddur/trace-model';
import type { WorkName } from './plan.ts';
import type { SinkPayload } from './sink/main.ts';
import type { Sink, System } from './system.ts';
import type { VariantName } from './variants/variant.ts';

/** Each line is a span, a child under its parent. */
const traceOfWork: Readonly<Record<WorkName, readonly string[]>> = {
  'two-hops': ['gateway server', '  gateway client', '    activities server'],
  'one-hop': ['activities server'],
};

export function spansPerRequest(variant: VariantName, work: WorkName): number {
  return variant === 'bare' || variant === 'noop-middleware' ? 0 : traceOfWork[work].length;
}

/** Sends the very first request to `system` and proves that it became the one trace that the variant is measured for. */
export async function checkFirstTrace(system: System, work: WorkName, sink: Sink): Promise<void> {
  const response = await fetch(system.url);
  const feed: unknown = await response.json();
  if (response.status !== 200 || !Array.isArray(feed) || feed.length !== 3)
    throw new Error(
      `${system.variant}: expected the home feed, got ${response.status} ${JSON.stringify(feed)}`,
    );

  // The account comes after a flush, so everything is at the sink by then.
  await system.account();
  const { firstPayloads } = await sink.ask({ type: 'report' });
  const payloads = system.senders.flatMap((sender) => firstPayloads[sender] ?? []);
  const found = describeTrace(payloads.flatMap(decode));
  const expected = spansPerRequest(system.variant, work) === 0 ? '' : traceOfWork[work].join('\n');
  if (found !== expected)
    throw new Error(`${system.variant}: expected this trace\n${expected}\nbut the sink received\n${found}`);
}

function decode({ contentType, base64 }: SinkPayload): readonly Span[] {
  const body = Buffer.from(base64, 'base64');
  const result = contentType.includes('json')
    ? parseOtlpTraceJson(body.toString())
    : parseOtlpTraceProtobuf(body);
  if (!result.ok) throw new Error(`OTLP: ${result.problem.path}: ${result.problem.message}`);
  return result.spans;
}

/** The tree as indented lines; spans of more than one trace id are shown as such. */
function describeTrace(spans: readonly Span[]): string {
  const describe = ({ span, children }: TraceNode, indent: string): readonly string[] => [
    `${indent}${toServiceName(span)} ${span.kind}`,
    ...children.flatMap((child) => describe(child, `${indent}  `)),
  ];
  const traceIds = new Set(spans.map((span) => span.traceId));
  if (traceIds.size > 1) return `${spans.length} spans in ${traceIds.size} traces`;
  return buildTraceTree(spans)
    .roots.flatMap((root) => describe(root, ''))
    .join('\n');
}
