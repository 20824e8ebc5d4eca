import { buildTraceTree, type Span, type TraceNode } from '@cruddur/trace-model';
import type { SpanContract } from '../contract/span-contract.ts';
import type { TraceContract } from '../contract/trace-contract.ts';
import type { TraceHeaderContext } from '../headers/trace-header.ts';
import { readTraceHeaders } from './check-headers.ts';
import { checkNotRecorded } from './check-not-recorded.ts';
import { checkSelected, checkSpan, isAbout } from './check-span.ts';
import type { Finding } from './finding.ts';

export interface ConsumerExchange {
  /** Every span that the consumer has recorded for the interaction. */
  readonly spans: readonly Span[];
  /** Headers of every request as it left the consumer: of a call that was tried again there are several. */
  readonly sent: readonly Headers[];
  /** The context that the consumer was called with; its trace has to go on. */
  readonly caller: TraceHeaderContext | undefined;
}

/**
 * The consumer's half: the CLIENT span is as agreed, belongs to its caller's trace, and is the very span that every trace
 * header of every request names.
 */
export function checkConsumer(contract: TraceContract, exchange: ConsumerExchange): readonly Finding[] {
  const read = exchange.sent.map((headers) => readTraceHeaders(contract, headers));
  const contexts = read.flatMap((request) => request.contexts);
  const findings = read.flatMap((request) => request.findings);
  return withoutRepetitions(
    contract.sampled
      ? [...findings, ...checkSampled(contract, exchange, contexts)]
      : [...findings, ...checkUnsampled(exchange, contexts)],
  );
}

/** What is wrong with each of several requests in the same way is said once. */
function withoutRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const distinct = new Map(
    findings.map((finding) => [`${finding.spanId ?? ''} ${finding.message}`, finding]),
  );
  return [...distinct.values()];
}

type SentContexts = ReturnType<typeof readTraceHeaders>['contexts'];

function checkSampled(
  { consumer }: TraceContract,
  { caller, spans }: ConsumerExchange,
  contexts: SentContexts,
): readonly Finding[] {
  const { nodes } = buildTraceTree(spans);
  const ofKind = nodes.filter(({ span }) => consumer.kind === undefined || span.kind === consumer.kind);
  const agreed = ofKind.filter(({ span }) => isAbout(consumer, span));
  // With no span as agreed, the name went wrong: the headers may still be right.
  const named = agreed.length > 0 ? agreed : ofKind;
  return [
    ...checkClients(consumer, ofKind),
    ...contexts.flatMap(({ header, context }) => checkHeader(header, context, nodes, named)),
    ...ofKind.flatMap((node) => checkDescent(node, caller)),
  ];
}

/** A lone CLIENT span with another name is the agreed one gone wrong; beside an agreed one it is another call. */
function checkClients(consumer: SpanContract, clients: readonly TraceNode[]): readonly Finding[] {
  const isRenamed = clients.length > 0 && !clients.some(({ span }) => isAbout(consumer, span));
  return isRenamed
    ? clients.flatMap((node) => checkSpan(consumer, node))
    : checkSelected(consumer, clients, 'in the consumer');
}

function checkHeader(
  header: string,
  context: TraceHeaderContext,
  nodes: readonly TraceNode[],
  clients: readonly TraceNode[],
): readonly Finding[] {
  const isNamed = ({ span }: TraceNode): boolean =>
    span.spanId === context.spanId && span.traceId === context.traceId;
  const [client] = clients;
  const findings: Finding[] = [];
  if (client !== undefined && !clients.some(isNamed)) {
    const ids = clients.map(({ span }) => `${span.spanId} of trace ${span.traceId}`).join(' or ');
    const message = `${header} names span ${context.spanId} of trace ${context.traceId}, not the CLIENT span ${ids}`;
    const { span } = nodes.find(isNamed) ?? client;
    findings.push({ code: 'header-not-client-span', message, spanId: span.spanId });
  }
  if (!context.sampled) {
    const message = `${header} says "not sampled" of a span that was recorded`;
    findings.push({ code: 'sampled-lost', message, ...(client && { spanId: client.span.spanId }) });
  }
  return findings;
}

function checkDescent(node: TraceNode, caller: TraceHeaderContext | undefined): readonly Finding[] {
  if (caller === undefined) return [];
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  const { span } = node;
  if (span.traceId === caller.traceId && top.span.parentSpanId === caller.spanId) return [];
  const message = `is not below its caller's span ${caller.spanId} of trace ${caller.traceId}: its trace is ${span.traceId}, its topmost parent ${top.span.parentSpanId ?? 'none'}`;
  return [{ code: 'caller-lost', message, spanId: span.spanId }];
}

function checkUnsampled({ caller, spans }: ConsumerExchange, contexts: SentContexts): readonly Finding[] {
  return [
    ...checkNotRecorded(spans),
    ...contexts.flatMap(({ header, context }): readonly Finding[] => {
      const findings: Finding[] = [];
      if (context.sampled)
        findings.push({ code: 'sampled-lost', message: `${header} says "sampled", the caller said not` });
      if (caller !== undefined && context.traceId !== caller.traceId) {
        const message = `${header} names trace ${context.traceId}, the caller's is ${caller.traceId}`;
        findings.push({ code: 'caller-lost', message });
      }
      return findings;
    }),
  ];
}
