import { buildTraceTree, type Span } from '@cruddur/trace-model';
import type { TraceContract } from '../contract/trace-contract.ts';
import type { TraceHeaderContext } from '../headers/trace-header.ts';
import { checkNotRecorded } from './check-not-recorded.ts';
import { checkSpan } from './check-span.ts';
import type { Finding } from './finding.ts';

export interface ProviderExchange {
  /** Every span that the provider has recorded, those of other interactions too. */
  readonly spans: readonly Span[];
  /** What the trace headers of the request said. */
  readonly received: TraceHeaderContext;
  /** Trace ids that requests of the same pact carried; a SERVER root in any other trace extracted none of them. */
  readonly knownTraceIds?: readonly string[];
  /** Of the request. Spans of other paths are those of untraced calls, such as of state handlers. */
  readonly path?: string;
}

/**
 * The provider's half: exactly one SERVER span, the child of the span that the headers name, and as agreed. Unsampled:
 * none, in this trace or in one of the provider's own making.
 */
export function checkProvider(
  { provider, sampled }: TraceContract,
  exchange: ProviderExchange,
): readonly Finding[] {
  const { received, spans } = exchange;
  const own = spans.filter(({ traceId }) => traceId === received.traceId);
  if (!sampled) return [...checkNotRecorded(own), ...checkStrangers(exchange)];
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

/** The request left no span in its own trace, as agreed, but it may have been recorded in a fresh one. */
function checkStrangers({ knownTraceIds = [], path, received, spans }: ProviderExchange): readonly Finding[] {
  return spans.filter(isServerRoot).flatMap(({ attributes, name, spanId, traceId }): readonly Finding[] => {
    if (traceId === received.traceId || knownTraceIds.includes(traceId)) return [];
    const spanPath = attributes['url.path'];
    if (path !== undefined && spanPath !== undefined && spanPath !== path) return [];
    const message = `SERVER "${name}" was recorded without a parent elsewhere, in trace ${traceId}, which no request of the pact carried`;
    return [{ code: 'not-extracted', message, spanId }];
  });
}

function isServerRoot({ kind, parentSpanId }: Span): boolean {
  return kind === 'server' && parentSpanId === undefined;
}

function toNotExtracted(spans: readonly Span[], { traceId }: TraceHeaderContext): Finding {
  const roots = spans.filter(isServerRoot);
  return roots.length > 0
    ? {
        code: 'not-extracted',
        message: `no SERVER span in trace ${traceId}, but ${roots.length} without a parent elsewhere`,
      }
    : { code: 'span-missing', message: `no SERVER span in trace ${traceId}` };
}
