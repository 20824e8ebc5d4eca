import { createContextKey, type Context } from '@opentelemetry/api';
import { withValue } from '../trace/linked-context.ts';
import type { JsonObject } from './json-value.ts';

const attributesKey = createContextKey('cruddur log attributes');

/** The attributes that every line in this context has, redacted already. */
export function logAttributesIn(context: Context): JsonObject | undefined {
  // safe: only withLogAttributes stores under this key
  return context.getValue(attributesKey) as JsonObject | undefined;
}

/** The inner ones win over those of the context. */
export function withLogAttributes(context: Context, attributes: JsonObject): Context {
  return withValue(context, attributesKey, { ...logAttributesIn(context), ...attributes });
}
