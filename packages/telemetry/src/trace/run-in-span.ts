import { context as activeContext, type Attributes, type SpanKind } from '@opentelemetry/api';
import type { IncomingContext } from '../propagation/extract.ts';
import type { Telemetry } from '../telemetry.ts';
import { withSpanInContext } from './context-keys.ts';
import { endWith } from './with-span.ts';

export interface SpanDescription {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/** Runs `fn` inside a new span of any kind, below the active one or below what came in, and ends it as `withSpan` does. */
export function runInSpan<T>(
  { tracer }: Pick<Telemetry, 'tracer'>,
  { name, kind, attributes }: SpanDescription,
  fn: () => T,
  incoming?: IncomingContext,
): T {
  const parent = incoming?.context ?? activeContext.active();
  const span = tracer.startSpan(
    name,
    {
      kind,
      attributes: { ...attributes, ...incoming?.attributes },
      links: [...(incoming?.links ?? [])],
    },
    parent,
  );
  return endWith(span, () => activeContext.with(withSpanInContext(parent, span), fn));
}
