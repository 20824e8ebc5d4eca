/** One span of a trace to send, in milliseconds from the trace's begin. `id` is a number: hex ids are made from it. */
export interface SpanToSend {
  readonly id: number;
  readonly parent?: number;
  readonly service: string;
  readonly name: string;
  readonly kind?: 'internal' | 'server' | 'client';
  readonly startMs: number;
  readonly durationMs: number;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly exception?: { readonly type: string; readonly message: string; readonly stacktrace: string };
}

const KINDS = { internal: 1, server: 2, client: 3 };

export const toSpanId = (id: number): string => id.toString(16).padStart(16, '0');

/** The body of an OTLP/HTTP JSON request that carries the spans, one resource a service. */
export function toOtlpRequest(traceId: string, beginMs: number, spans: readonly SpanToSend[]): object {
  const nanos = (offsetMs: number): string => String(BigInt(Math.round((beginMs + offsetMs) * 1000)) * 1000n);
  const byService = Map.groupBy(spans, ({ service }) => service);
  return {
    resourceSpans: [...byService].map(([service, spans]) => ({
      resource: { attributes: toAttributes({ 'service.name': service, 'service.version': '1.2.3' }) },
      scopeSpans: [
        {
          scope: { name: 'page-test' },
          spans: spans.map((span) => ({
            traceId,
            spanId: toSpanId(span.id),
            ...(span.parent === undefined ? {} : { parentSpanId: toSpanId(span.parent) }),
            name: span.name,
            kind: KINDS[span.kind ?? 'internal'],
            startTimeUnixNano: nanos(span.startMs),
            endTimeUnixNano: nanos(span.startMs + span.durationMs),
            attributes: toAttributes(span.attributes ?? {}),
            ...(span.exception === undefined ? {} : toFailure(span, nanos(span.startMs + span.durationMs))),
          })),
        },
      ],
    })),
  };
}

function toFailure({ exception }: SpanToSend, timeUnixNano: string): object {
  const attributes = {
    'exception.type': exception?.type ?? '',
    'exception.message': exception?.message ?? '',
    'exception.stacktrace': exception?.stacktrace ?? '',
  };
  return {
    status: { code: 2, message: exception?.message },
    events: [{ timeUnixNano, name: 'exception', attributes: toAttributes(attributes) }],
  };
}

function toAttributes(attributes: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: value } : { stringValue: value },
  }));
}
