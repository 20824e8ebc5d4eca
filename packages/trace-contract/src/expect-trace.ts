import { buildTraceTree, type Span, type TraceNode } from '@cruddur/trace-model';
import { checkNotRecorded } from './check/check-not-recorded.ts';
import { checkSelected, isAbout } from './check/check-span.ts';
import type { Finding } from './check/finding.ts';
import type { SpanContract } from './contract/span-contract.ts';
import type { TraceContract } from './contract/trace-contract.ts';
import { TraceContractError } from './report/trace-contract-error.ts';
import { toSpan, type SpanInput } from './spans/span-input.ts';

export interface TraceExpectation {
  /**
   * A span contract is about the roots of the trace; a trace contract about its CLIENT span, wherever it is, with the
   * SERVER span as its child; of an unsampled one there must be no span at all.
   *
   * @throws TraceContractError with the tree of the spans and what is wrong at each
   */
  readonly toSatisfy: (contract: SpanContract | TraceContract) => void;
}

/** Checks the spans of one trace, as a collector or an in-memory exporter has them, without Pact. */
export function expectTrace(spans: Iterable<SpanInput>): TraceExpectation {
  const decoded = Array.from(spans, (span) => toSpan(span));
  return {
    toSatisfy: (contract) => {
      const findings = checkTrace(contract, decoded);
      if (findings.length > 0) throw new TraceContractError({ findings, spans: decoded });
    },
  };
}

export interface EventualTraceOptions {
  /** How long to wait for everything that the contract names. @default 2000 */
  readonly timeoutMs?: number;
}

export interface EventualTraceExpectation {
  /** As `expectTrace`, as soon as the contract is satisfied; rejects with what there was when the time is up. */
  readonly toSatisfy: (contract: SpanContract | TraceContract) => Promise<readonly Span[]>;
}

/** For spans that arrive later: the contract itself says when the trace is complete, not a count that stopped growing. */
export function expectTraceSoon(
  readSpans: () => Iterable<SpanInput> | Promise<Iterable<SpanInput>>,
  { timeoutMs = 2000 }: EventualTraceOptions = {},
): EventualTraceExpectation {
  return {
    toSatisfy: async (contract) => {
      let spans: readonly Span[] = [];
      const findings = await untilSatisfied(async () => {
        spans = Array.from(await readSpans(), (span) => toSpan(span));
        return checkTrace(contract, spans);
      }, timeoutMs);
      if (findings.length > 0) throw new TraceContractError({ findings, spans });
      return spans;
    },
  };
}

const pauseMs = 10;

/** Looks until there is nothing to find fault with, and once more a moment later for what must not come at all. */
export async function untilSatisfied(
  check: () => readonly Finding[] | Promise<readonly Finding[]>,
  timeoutMs: number,
): Promise<readonly Finding[]> {
  const deadlineMs = performance.now() + timeoutMs;
  let satisfiedBefore = false;
  for (;;) {
    const findings = await check();
    if (findings.length === 0 && satisfiedBefore) return findings;
    if (findings.length > 0 && (satisfiedBefore || performance.now() >= deadlineMs)) return findings;
    satisfiedBefore = findings.length === 0;
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}

function checkTrace(contract: SpanContract | TraceContract, spans: readonly Span[]): readonly Finding[] {
  // By trace: a span whose parent's id is in another trace is nobody's child.
  const trees = [...Map.groupBy(spans, ({ traceId }) => traceId).values()].map(buildTraceTree);
  if (!('v' in contract)) {
    const roots = trees.flatMap((tree) => tree.roots);
    return checkSelected(contract, roots, 'at the root of the trace');
  }
  return contract.sampled
    ? checkEdge(
        contract,
        trees.flatMap(({ nodes }) => nodes),
      )
    : checkNotRecorded(spans);
}

function checkEdge({ consumer, provider }: TraceContract, nodes: readonly TraceNode[]): readonly Finding[] {
  const edge: SpanContract = { ...consumer, children: [...(consumer.children ?? []), provider] };
  const clients = toClients(consumer, nodes);
  return [
    ...checkSelected(edge, clients, 'in the trace'),
    ...clients.flatMap((client) => checkSurplus(provider, client)),
  ];
}

function toClients(consumer: SpanContract, nodes: readonly TraceNode[]): readonly TraceNode[] {
  const named = nodes.filter(({ span }) => isAbout(consumer, span));
  return named.length > 0 ? named : nodes.filter(({ span }) => span.kind === consumer.kind);
}

/** By kind alone: a second SERVER span with another name is still one too many. */
function checkSurplus(provider: SpanContract, { children, span }: TraceNode): readonly Finding[] {
  const ofKind = children.filter((child) => child.span.kind === provider.kind);
  const others = ofKind.filter((child) => !isAbout(provider, child.span));
  const expected = provider.count ?? 1;
  // Too many as agreed are counted where they are checked; with none as agreed, what is missing says more.
  if (ofKind.length <= expected || others.length === 0 || others.length === ofKind.length) return [];
  const message = `expected ${expected} ${String(provider.kind).toUpperCase()} span below CLIENT "${span.name}", found ${ofKind.length}`;
  return others.map((other) => ({ code: 'span-count', message, spanId: other.span.spanId }));
}
