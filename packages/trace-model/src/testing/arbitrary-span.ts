import * as fc from 'fast-check';
import type { OracleRequest } from './otlp-oracle.ts';
import type { AttributeValue, Span, SpanKind, SpanStatus } from '../span.ts';

/** Arbitrary spans, and the message that carries them for the oracle. */

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => value.isWellFormed());
const uint32 = fc.nat(0xffff_ffff);
const uint64 = fc.bigInt(0n, 2n ** 64n - 1n);
const id = (byteLength: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: byteLength, maxLength: byteLength })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
    .filter((hex) => /[1-9a-f]/.test(hex));

type OracleValue =
  | { case: 'stringValue'; value: string }
  | { case: 'boolValue'; value: boolean }
  | { case: 'intValue'; value: bigint }
  | { case: 'doubleValue'; value: number }
  | { case: 'bytesValue'; value: Uint8Array }
  | { case: 'arrayValue'; value: { values: { value: OracleValue }[] } }
  | { case: 'kvlistValue'; value: { values: OracleKeyValue[] } }
  | { case: undefined };
interface OracleKeyValue {
  key: string;
  value: { value: OracleValue };
}

const { keyValues } = fc.letrec<{ value: OracleValue; keyValues: OracleKeyValue[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text.map((value): OracleValue => ({ case: 'stringValue', value })),
    fc.boolean().map((value): OracleValue => ({ case: 'boolValue', value })),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value): OracleValue => ({ case: 'intValue', value })),
    fc.double().map((value): OracleValue => ({ case: 'doubleValue', value })),
    fc.uint8Array({ maxLength: 9 }).map((value): OracleValue => ({ case: 'bytesValue', value })),
    fc.constant<OracleValue>({ case: undefined }),
    fc.array(tie('value'), { maxLength: 3 }).map((values): OracleValue => {
      return { case: 'arrayValue', value: { values: values.map((value) => ({ value })) } };
    }),
    tie('keyValues').map((values): OracleValue => ({ case: 'kvlistValue', value: { values } })),
  ),
  keyValues: fc
    .uniqueArray(fc.tuple(fc.oneof(text, fc.constant('__proto__')), tie('value')), {
      selector: ([key]) => key,
      maxLength: 4,
    })
    .map((entries) => entries.map(([key, value]) => ({ key, value: { value } }))),
}));

function toAttributeValue(value: OracleValue): AttributeValue {
  switch (value.case) {
    case undefined:
      return null;
    case 'intValue':
      return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value.toString();
    case 'doubleValue':
      return Number.isFinite(value.value) ? value.value : String(value.value);
    case 'bytesValue':
      return Buffer.from(value.value).toString('base64');
    case 'arrayValue':
      return value.value.values.map((item) => toAttributeValue(item.value));
    case 'kvlistValue':
      return toAttributes(value.value.values);
    default:
      return value.value;
  }
}

function toAttributes(keyValues: readonly OracleKeyValue[]): Record<string, AttributeValue> {
  return Object.fromEntries(keyValues.map(({ key, value }) => [key, toAttributeValue(value.value)]));
}

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
