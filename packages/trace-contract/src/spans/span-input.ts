import type { Attributes, AttributeValue, Span, SpanKind, SpanStatus } from '@cruddur/trace-model';

type HrTime = readonly [seconds: number, nanoseconds: number];

interface OpenTelemetryContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly traceState?: { readonly serialize: () => string } | undefined;
}

/** The parts of the OpenTelemetry SDK's `ReadableSpan` that are read; `@cruddur/telemetry/testing` has them too. */
export interface ReadableSpan {
  readonly name: string;
  readonly kind: number;
  readonly spanContext: () => OpenTelemetryContext;
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly links: readonly {
    readonly context: OpenTelemetryContext;
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly resource?: { readonly attributes: Readonly<Record<string, unknown>> } | undefined;
}

/** Decoded spans (`@cruddur/trace-model`), or what an in-memory exporter of OpenTelemetry holds. */
export type SpanInput = Span | ReadableSpan;

const kinds: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];
const statuses: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** `service` names the spans whose resource does not. */
export function toSpan(input: SpanInput, service?: string): Span {
  if (!('spanContext' in input)) return input;
  const { traceId, spanId, traceFlags, traceState } = input.spanContext();
  const parentSpanId = input.parentSpanContext?.spanId;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    traceState: traceState?.serialize() ?? '',
    flags: traceFlags,
    name: input.name,
    kind: kinds[input.kind] ?? 'unspecified',
    startTimeUnixNano: toNano(input.startTime),
    endTimeUnixNano: toNano(input.endTime),
    attributes: toAttributes(input.attributes),
    droppedAttributesCount: 0,
    events: input.events.map(({ name, time, attributes }) => ({
      name,
      timeUnixNano: toNano(time),
      attributes: toAttributes(attributes),
    })),
    droppedEventsCount: 0,
    links: input.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      traceState: context.traceState?.serialize() ?? '',
      attributes: toAttributes(attributes),
    })),
    droppedLinksCount: 0,
    status: statuses[input.status.code] ?? 'unset',
    statusMessage: input.status.message ?? '',
    resource: {
      ...(service !== undefined && { 'service.name': service }),
      ...toAttributes(input.resource?.attributes),
    },
    scope: { name: '', version: '' },
  };
}

function toNano([seconds, nanoseconds]: HrTime): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}

function toAttributes(attributes: Readonly<Record<string, unknown>> = {}): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) => {
      const known = toAttributeValue(value);
      return known === undefined ? [] : [[key, known]];
    }),
  );
}

function toAttributeValue(value: unknown): AttributeValue | undefined {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    // safe: just checked
    return value as AttributeValue;
  }
  return Array.isArray(value) ? value.map((item) => toAttributeValue(item) ?? null) : undefined;
}
