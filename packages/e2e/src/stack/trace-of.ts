import type { Attributes, Span, SpanKind, SpanStatus } from '@cruddur/trace-model';
import { createSpan } from '@cruddur/trace-model/testing';
import { eventually } from './eventually.ts';
import type { Stack } from './start-stack.ts';

/** The parts of the console's JSON (`services/console/src/api/types.ts`) that the tests read. */
interface SpanDetail {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly parentMissing: boolean;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export interface TraceDetail {
  readonly traceId: string;
  readonly xrayTraceId: string;
  readonly services: readonly { readonly name: string; readonly spanCount: number }[];
  readonly errorCount: number;
  readonly spans: readonly SpanDetail[];
  readonly hops: readonly { readonly fromService: string; readonly toService: string }[];
}

/** The trace as the console shows it, as soon as `isComplete` says that everything that the test is about is there. */
export function traceOf(
  stack: { readonly console: Pick<Stack['console'], 'url'> },
  traceId: string,
  isComplete: (trace: TraceDetail) => boolean,
): Promise<TraceDetail> {
  return eventually(`a complete trace ${traceId}`, async () => {
    const response = await fetch(`${stack.console.url}/api/traces/${traceId}`);
    if (!response.ok) return undefined;
    const trace: TraceDetail = await response.json();
    return isComplete(trace) ? trace : undefined;
  });
}

/** The trace's spans for `expectTrace`: what it does not look at has a value that does not matter. */
export function toSpans({ spans, traceId }: TraceDetail): readonly Span[] {
  return spans.map(({ attributes, kind, name, parentSpanId, service, spanId, status }) =>
    createSpan({
      traceId,
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name,
      kind,
      service,
      status,
      attributes,
    }),
  );
}

/** The trace id of a response, as our middleware says it in `Server-Timing`. */
export function traceIdOf(response: Response): string {
  const traceId = /traceparent;desc="00-([0-9a-f]{32})-/.exec(
    response.headers.get('server-timing') ?? '',
  )?.[1];
  if (traceId === undefined) throw new Error(`no trace id in ${response.headers.get('server-timing')}`);
  return traceId;
}

/** Whether the services recorded the request, by the flags in `Server-Timing`. */
export function isSampled(response: Response): boolean {
  const flags = /-([0-9a-f]{2})"/.exec(response.headers.get('server-timing') ?? '')?.[1];
  return (Number.parseInt(flags ?? '', 16) & 1) === 1;
}
