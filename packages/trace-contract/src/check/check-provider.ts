import { buildTraceTree, type Span } from '@cruddur/trace-model';
import type { TraceContract } from '../contract/trace-contract.ts';
import type { TraceHeaderContext } from '../headers/trace-header.ts';
import { checkSpan } from './check-span.ts';
import type { Finding } from './finding.ts';

export interface ProviderExchange {
  /** Every span that the provider has recorded, those of other interactions too. */
  readonly spans: readonly Span[];
  /** What the trace headers of the request said. */
  readonly received: TraceHeaderContext;
}

/** The provider's half: exactly one SERVER span, the child of the span that the headers name, and as agreed. */
export function checkProvider(
  { provider, sampled }: TraceContract,
  { spans, received }: ProviderExchange,
): readonly Finding[] {
  const own = spans.filter(({ traceId }) => traceId === received.traceId);
  if (!sampled) {
    return own.map(({ spanId }) => {
      return { code: 'recorded-unsampled', message: 'recorded although not sampled', spanId };
    });
  }
  const { nodes } = buildTraceTree(own);
  const ofKind = nodes.filter(({ span }) => provider.kind === undefined || span.kind === provider.kind);
  if (ofKind.length === 0) return [toNotExtracted(spans, received)];
  const expected = provider.count ?? 1;
  const findings: Finding[] = ofKind
    .filter(({ span }) => span.parentSpanId !== received.spanId)
    .map(({ span }) => {
      const message = `its parent is ${span.parentSpanId ?? 'none'}, not the span ${received.spanId} of the headers`;
      return { code: 'not-child', message, spanId: span.spanId };
    });
  // By kind alone: a second SERVER span with another name is still one too many.
  if (ofKind.length > expected) {
    const message = `expected ${expected} SERVER span, found ${ofKind.length}`;
    const surplus = ofKind.slice(expected).map(({ span }) => span.spanId);
    return [...surplus.map((spanId): Finding => ({ code: 'span-count', message, spanId })), ...findings];
  }
  return [...findings, ...ofKind.flatMap((node) => checkSpan(provider, node))];
}

function toNotExtracted(spans: readonly Span[], { traceId }: TraceHeaderContext): Finding {
  const roots = spans.filter(({ kind, parentSpanId }) => kind === 'server' && parentSpanId === undefined);
  return roots.length > 0
    ? {
        code: 'not-extracted',
        message: `no SERVER span in trace ${traceId}, but ${roots.length} without a parent elsewhere`,
      }
    : { code: 'span-missing', message: `no SERVER span in trace ${traceId}` };
}
