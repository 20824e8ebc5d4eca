import type { JsonObject, JsonValue } from '../log/json-value.ts';

/** Rollbar's Item API, "payload size". */
export const maxPayloadBytes: number = 512 * 1024;

const encoder = new TextEncoder();

/** The request body of an item: whole where it fits, else without what tells least, so that it always fits. */
export function toPayload(data: JsonObject, maxBytes: number = maxPayloadBytes): Uint8Array<ArrayBuffer> {
  let shrunk = data;
  for (const shrink of [undefined, ...steps]) {
    if (shrink !== undefined) shrunk = shrink(shrunk);
    const payload = encoder.encode(JSON.stringify({ data: shrunk }));
    if (payload.length <= maxBytes) return payload;
  }
  return encoder.encode(JSON.stringify({ data: toSmallest(data) }));
}

/** In the order of what is missed least. */
const steps: readonly ((data: JsonObject) => JsonObject)[] = [
  (data) => withBody(data, (body) => without(body, 'telemetry')),
  (data) => withBody(data, withFewFrames),
  (data) => shortenObject(data, 1024),
  (data) => ({ ...without(data, 'request'), custom: onlyIds(data['custom']) }),
  (data) => shortenObject(data, 256),
];

const shownIds: ReadonlySet<string> = new Set(['service', 'trace_id', 'span_id', 'xray_trace_id', 'links']);
const keptTraces = 3;
/** Of each end of a stack. */
const keptFrames = 5;

/** What must be there, from fields that are short by their making. */
function toSmallest({
  uuid,
  timestamp,
  environment,
  level,
  custom,
  platform,
  language,
}: JsonObject): JsonObject {
  return {
    uuid: uuid ?? '',
    timestamp: timestamp ?? 0,
    environment: environment ?? '',
    level: level ?? 'error',
    platform: platform ?? '',
    language: language ?? '',
    custom: onlyIds(custom),
    body: { message: { body: 'an error whose report was too large' } },
  };
}

function withBody(data: JsonObject, change: (body: JsonObject) => JsonObject): JsonObject {
  const { body } = data;
  return isObject(body) ? { ...data, body: change(body) } : data;
}

function withFewFrames(body: JsonObject): JsonObject {
  const chain = body['trace_chain'];
  if (!Array.isArray(chain)) return body;
  // safe: `isArray` loses the type of readonly arrays
  const traces = (chain as readonly JsonValue[]).slice(0, keptTraces);
  return { ...body, trace_chain: traces.map((trace) => (isObject(trace) ? withFewFramesOf(trace) : trace)) };
}

function withFewFramesOf(trace: JsonObject): JsonObject {
  const { frames } = trace;
  if (!Array.isArray(frames) || frames.length <= 2 * keptFrames) return trace;
  return { ...trace, frames: [...frames.slice(0, keptFrames), ...frames.slice(-keptFrames)] };
}

function without(value: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function onlyIds(custom: JsonValue | undefined): JsonObject {
  if (!isObject(custom)) return {};
  return Object.fromEntries(Object.entries(custom).filter(([key]) => shownIds.has(key)));
}

function shorten(value: JsonValue, maxLength: number): JsonValue {
  if (typeof value === 'string')
    return value.length > maxLength ? `${value.slice(0, maxLength)}…`.toWellFormed() : value;
  // safe: `isArray` loses the type of readonly arrays
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((entry) => shorten(entry, maxLength));
  return isObject(value) ? shortenObject(value, maxLength) : value;
}

function shortenObject(value: JsonObject, maxLength: number): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shorten(entry, maxLength)]));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
