import { createContextKey, type Baggage, type Context } from '@opentelemetry/api';
import { withValue } from '../trace/linked-context.ts';

// createContextKey is Symbol.for, so this is the very key of @opentelemetry/api. Its `propagation` has the same two
// functions, and a kilobyte of others that a bundle would have to carry.
const baggageKey = createContextKey('OpenTelemetry Baggage Key');

export function withBaggage(context: Context, baggage: Baggage): Context {
  return withValue(context, baggageKey, baggage);
}

export function baggageIn(context: Context): Baggage | undefined {
  // safe: only a Baggage is ever stored under the API's baggage key
  return context.getValue(baggageKey) as Baggage | undefined;
}
