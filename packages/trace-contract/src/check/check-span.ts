import { toEndTime, toServiceName, type Span, type TraceNode } from '@cruddur/trace-model';
import type { EventContract, SpanContract } from '../contract/span-contract.ts';
import type { Finding, FindingCode } from './finding.ts';
import { describeMatcher, matchesAttribute, matchesKey, matchesName } from './match-value.ts';

/** What is wrong with one span by itself, and with the children that its contract names. */
export function checkSpan(contract: SpanContract, { span, children }: TraceNode): readonly Finding[] {
  return [
    ...checkIdentity(contract, span),
    ...checkAttributes(contract, span),
    ...checkEvents(contract, span),
    ...checkLinks(contract, span),
    ...checkDuration(contract, span),
    ...(contract.children ?? []).flatMap((child) =>
      checkSelected(child, children, `below ${describeSpan(span)}`, span.spanId),
    ),
  ];
}

/**
 * Finds the spans that a contract is about among `nodes`, counts them and checks each. They are told by kind, name and
 * service: a span that has another name is another span.
 */
export function checkSelected(
  contract: SpanContract,
  nodes: readonly TraceNode[],
  where: string,
  spanId?: string,
): readonly Finding[] {
  const selected = nodes.filter(({ span }) => isAbout(contract, span));
  const expected = contract.count ?? 1;
  const findings = selected.flatMap((node) => checkSpan(contract, node));
  if (selected.length === expected) return findings;
  const at = spanId !== undefined && { spanId };
  if (selected.length === 0) {
    const seen = nodes.length === 0 ? 'nothing' : nodes.map(({ span }) => describeSpan(span)).join(', ');
    const message = `missing ${where}: ${describeContract(contract)}; there is ${seen}`;
    return [{ code: 'span-missing', message, ...at }];
  }
  const message = `expected ${expected} of ${describeContract(contract)} ${where}, found ${selected.length}`;
  return [{ code: 'span-count', message, ...at }, ...findings];
}

export function isAbout({ kind, name, service }: SpanContract, span: Span): boolean {
  return (
    (kind === undefined || span.kind === kind) &&
    (name === undefined || matchesName(name, span.name)) &&
    (service === undefined || toServiceName(span) === service)
  );
}

/** For people: `CLIENT "GET /x"`. */
function describeSpan({ kind, name }: Span): string {
  return `${kind.toUpperCase()} "${name}"`;
}

export function describeContract({ kind, name, service }: SpanContract): string {
  const named = name === undefined ? 'span' : describeMatcher(name);
  const what = kind === undefined ? named : `${kind.toUpperCase()} ${named}`;
  return service === undefined ? what : `${what} of ${service}`;
}

function checkIdentity({ kind, name, service, status }: SpanContract, span: Span): readonly Finding[] {
  return [
    ...differs('span-name', 'kind', kind, span.kind, span),
    ...(name === undefined || matchesName(name, span.name)
      ? []
      : [finding('span-name', span, `name: expected ${describeMatcher(name)}, found "${span.name}"`)]),
    ...differs('service', 'service', service, toServiceName(span), span),
    ...differs('status', 'status', status?.toUpperCase(), span.status.toUpperCase(), span),
  ];
}

function differs(
  code: FindingCode,
  what: string,
  expected: string | undefined,
  found: string,
  span: Span,
): readonly Finding[] {
  if (expected === undefined || expected === found) return [];
  return [finding(code, span, `${what}: expected ${expected}, found ${found}`)];
}

function checkAttributes({ attributes = {}, forbidden = [] }: SpanContract, span: Span): readonly Finding[] {
  const wrong = Object.entries(attributes).flatMap(([key, matcher]) => {
    const value = span.attributes[key];
    if (matchesAttribute(matcher, value)) return [];
    const found = value === undefined ? 'nothing' : JSON.stringify(value);
    const message = `${key}: expected ${describeMatcher(matcher)}, found ${found}`;
    return [{ ...finding('attribute', span, message), attribute: key }];
  });
  const unwanted = Object.keys(span.attributes)
    .filter((key) => forbidden.some((pattern) => matchesKey(pattern, key)))
    // Its value may be the very secret that it is forbidden for.
    .map((key) => ({
      ...finding('forbidden-attribute', span, `${key}: forbidden here (value not shown)`),
      attribute: key,
    }));
  return [...wrong, ...unwanted];
}

function checkEvents({ events = [] }: SpanContract, span: Span): readonly Finding[] {
  return events
    .filter((event) => !span.events.some((candidate) => isEvent(event, candidate)))
    .map(({ name }) => {
      const seen = span.events.map((event) => `"${event.name}"`).join(', ') || 'none';
      return finding('event', span, `event "${name}" is missing or has other attributes; events: ${seen}`);
    });
}

function isEvent({ name, attributes = {} }: EventContract, candidate: Span['events'][number]): boolean {
  return (
    candidate.name === name &&
    Object.entries(attributes).every(([key, matcher]) => matchesAttribute(matcher, candidate.attributes[key]))
  );
}

function checkLinks({ links }: SpanContract, span: Span): readonly Finding[] {
  if (links === undefined) return [];
  const remaining = [...span.links];
  const missing = links.filter(({ traceId, spanId }) => {
    const index = remaining.findIndex(
      (link) =>
        (traceId === undefined || link.traceId === traceId) &&
        (spanId === undefined || link.spanId === spanId),
    );
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
  if (missing.length === 0 && remaining.length === 0) return [];
  const message = `links: expected ${links.length}, found ${span.links.length}, of which ${remaining.length} not asked for`;
  return [finding('links', span, message)];
}

function checkDuration({ maxMs }: SpanContract, span: Span): readonly Finding[] {
  const durationMs = Number(toEndTime(span) - span.startTimeUnixNano) / 1e6;
  if (maxMs === undefined || durationMs <= maxMs) return [];
  return [finding('too-slow', span, `took ${durationMs.toFixed(1)} ms, at most ${maxMs} ms agreed`)];
}

function finding(code: FindingCode, span: Span, message: string): Finding {
  return { code, message, spanId: span.spanId };
}
