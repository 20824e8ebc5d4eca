/** Counts the spans of an OTLP/HTTP JSON request without parsing it; `parentSpanId` has no quote before `spanId`. */
export function countJsonSpans(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(spanIdKey); at >= 0; at = body.indexOf(spanIdKey, at + spanIdKey.length))
    count += 1;
  return count;
}

/** Counts the spans of an OTLP/HTTP protobuf request by walking its fields without decoding any span. */
export function countProtobufSpans(body: Buffer): number {
  let spans = 0;
  forEachMessage(body, 0, body.length, resourceSpansField, (start, end) => {
    forEachMessage(body, start, end, scopeSpansField, (start, end) => {
      forEachMessage(body, start, end, spanField, () => {
        spans += 1;
      });
    });
  });
  return spans;
}

const spanIdKey = Buffer.from('"spanId":');

// opentelemetry/proto/collector/trace/v1/trace_service.proto and trace/v1/trace.proto
const resourceSpansField = 1;
const scopeSpansField = 2;
const spanField = 2;

const varint = 0;
const lengthDelimited = 2;

/** Calls back with the place of each embedded message in `field`; every field at these three levels is of two wire types. */
function forEachMessage(
  body: Buffer,
  start: number,
  end: number,
  field: number,
  visit: (start: number, end: number) => void,
): void {
  let at = start;
  const readVarint = (): number => {
    let value = 0;
    for (let factor = 1; at < end; factor *= 128) {
      const byte = body[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new Error(`OTLP protobuf: truncated at byte ${at}`);
  };
  while (at < end) {
    const tag = readVarint();
    const wireType = tag & 7;
    const value = readVarint();
    if (wireType === varint) continue;
    if (wireType !== lengthDelimited || at + value > end)
      throw new Error(`OTLP protobuf: unexpected wire type ${wireType} or length ${value} at byte ${at}`);
    if (tag >>> 3 === field) visit(at, at + value);
    at += value;
  }
}
