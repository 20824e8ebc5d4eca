import type { Context } from '@opentelemetry/api';
import { spanInContext } from '../trace/context-keys.ts';
import { baggageIn } from './baggage-in-context.ts';
import { toBaggageHeader } from './baggage.ts';
import type { PropagationSettings } from './propagation-settings.ts';
import { toTraceparent } from './traceparent.ts';
import { toXRayHeader } from './xray-header.ts';

/** Every header that carries trace context; what is not set anew is removed, so that a copied one never travels on. */
export const traceHeaderNames = ['traceparent', 'tracestate', 'baggage', 'x-amzn-trace-id'] as const;

/** The trace headers for an outgoing request or message: same ids and same decision in every format. */
export function injectTraceContext(
  context: Context,
  { formats }: Pick<PropagationSettings, 'formats'>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const spanContext = spanInContext(context)?.spanContext();
  if (spanContext !== undefined && spanContext.spanId !== '0000000000000000') {
    if (formats.has('tracecontext')) {
      headers['traceparent'] = toTraceparent(spanContext);
      const traceState = spanContext.traceState?.serialize();
      if (traceState) headers['tracestate'] = traceState;
    }
    if (formats.has('xray')) headers['x-amzn-trace-id'] = toXRayHeader(spanContext);
  }
  const baggage = formats.has('baggage') ? baggageIn(context) : undefined;
  const baggageHeader = baggage === undefined ? undefined : toBaggageHeader(baggage);
  if (baggageHeader !== undefined) headers['baggage'] = baggageHeader;
  return headers;
}
