import * as fc from 'fast-check';
import type { OracleRequest } from './otlp-oracle.ts';
import type { Span, SpanKind, SpanStatus } from '../span.ts';
import {
  id,
  keyValues,
  text,
  toAttributes,
  uint32,
  uint64,
  type OracleKeyValue,
} from './arbitrary-attributes.ts';

/** Arbitrary spans, and the message that carries them for the oracle. */

const kinds: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const statuses: readonly SpanStatus[] = ['unset', 'ok', 'error'];

interface BareSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: OracleKeyValue[];
  readonly droppedAttributesCount: number;
  readonly events: { timeUnixNano: bigint; name: string; attributes: OracleKeyValue[] }[];
  readonly droppedEventsCount: number;
  readonly links: { traceId: string; spanId: string; traceState: string; attributes: OracleKeyValue[] }[];
  readonly droppedLinksCount: number;
  readonly status: { code: number; message: string };
}

/** What a sender has to say: resources, their scopes, their spans. */
type Batch = readonly {
  readonly resource: OracleKeyValue[];
  readonly scopeSpans: readonly {
    readonly scope: { name: string; version: string };
    readonly spans: readonly BareSpan[];
  }[];
}[];

const event = fc.record({ timeUnixNano: uint64, name: text, attributes: keyValues });
const link = fc.record({ traceId: id(16), spanId: id(8), traceState: text, attributes: keyValues });
const bareSpan: fc.Arbitrary<BareSpan> = fc.record({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: fc.option(id(8), { nil: undefined }),
  traceState: text,
  flags: uint32,
  name: text,
  kind: fc.nat(5),
  startTimeUnixNano: uint64,
  endTimeUnixNano: uint64,
  attributes: keyValues,
  droppedAttributesCount: uint32,
  events: fc.array(event, { maxLength: 2 }),
  droppedEventsCount: uint32,
  links: fc.array(link, { maxLength: 2 }),
  droppedLinksCount: uint32,
  status: fc.record({ code: fc.nat(2), message: text }),
});
const scopeSpans = fc.record({
  scope: fc.record({ name: text, version: text }),
  spans: fc.array(bareSpan, { maxLength: 3 }),
});

export const arbitraryBatch: fc.Arbitrary<Batch> = fc.array(
  fc.record({ resource: keyValues, scopeSpans: fc.array(scopeSpans, { maxLength: 2 }) }),
  { maxLength: 2 },
);

/** The spans that a decoder has to give for the batch. */
export function toExpectedSpans(batch: Batch): readonly Span[] {
  return batch.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(({ parentSpanId, kind, status, attributes, events, links, ...span }) => ({
        ...span,
        ...(parentSpanId === undefined ? {} : { parentSpanId }),
        kind: kinds[kind] ?? 'unspecified',
        status: statuses[status.code] ?? 'unset',
        statusMessage: status.message,
        attributes: toAttributes(attributes),
        events: events.map((item) => ({ ...item, attributes: toAttributes(item.attributes) })),
        links: links.map((item) => ({ ...item, attributes: toAttributes(item.attributes) })),
        resource: toAttributes(resource),
        scope,
      })),
    ),
  );
}

/** The batch as the oracle's `ExportTraceServiceRequest`. */
export function toOracleRequest(batch: Batch): OracleRequest {
  return {
    resourceSpans: batch.map(({ resource, scopeSpans }) => ({
      resource: { attributes: resource },
      scopeSpans: scopeSpans.map(({ scope, spans }) => ({ scope, spans: spans.map(toOracleSpan) })),
    })),
  };
}

function toOracleSpan({ parentSpanId, ...span }: BareSpan): object {
  return {
    ...span,
    traceId: Buffer.from(span.traceId, 'hex'),
    spanId: Buffer.from(span.spanId, 'hex'),
    parentSpanId: Buffer.from(parentSpanId ?? '', 'hex'),
    links: span.links.map((item) => ({
      ...item,
      traceId: Buffer.from(item.traceId, 'hex'),
      spanId: Buffer.from(item.spanId, 'hex'),
    })),
  };
}
