/** ExportTraceServiceResponse, and ExportLogsServiceResponse, which is the same of log records: what was not taken. */
export interface TraceResponse {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

const accepted: TraceResponse = { rejectedSpans: 0, errorMessage: '' };

/** Reads the answer to a trace request in either encoding; undefined when it is neither. An empty body means accepted. */
export function parseTraceResponse(contentType: string | null, body: Uint8Array): TraceResponse | undefined {
  if (body.length === 0) return accepted;
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return parseJson(new TextDecoder().decode(body));
  // Some receivers answer protobuf without saying so; HTML and text say what they are.
  if (
    mediaType !== undefined &&
    mediaType !== 'application/x-protobuf' &&
    mediaType !== 'application/octet-stream'
  ) {
    return mediaType === 'text/plain' && /^\s*(\{\}|ok|)\s*$/i.test(new TextDecoder().decode(body))
      ? accepted
      : undefined;
  }
  return parseProtobuf(body);
}

function parseJson(text: string): TraceResponse | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const partial: unknown = Reflect.get(json, 'partialSuccess');
  if (typeof partial !== 'object' || partial === null) return accepted;
  const rejectedSpans = Number(
    Reflect.get(partial, 'rejectedSpans') ?? Reflect.get(partial, 'rejectedLogRecords') ?? 0,
  );
  const errorMessage: unknown = Reflect.get(partial, 'errorMessage');
  if (!Number.isSafeInteger(rejectedSpans) || rejectedSpans < 0) return undefined;
  return { rejectedSpans, errorMessage: typeof errorMessage === 'string' ? errorMessage : '' };
}

/** `{ partial_success = 1: { rejected_spans = 1: int64, error_message = 2: string } }`; other fields are passed over. */
function parseProtobuf(body: Uint8Array): TraceResponse | undefined {
  const response = fieldsOf(body);
  if (response === undefined) return undefined;
  const partial = response.findLast(({ field, bytes }) => field === 1 && bytes !== undefined)?.bytes;
  if (partial === undefined) return accepted;
  const fields = fieldsOf(partial);
  if (fields === undefined) return undefined;
  const rejectedSpans = fields.findLast(({ field }) => field === 1)?.number ?? 0;
  // Negative numbers arrive as 64-bit two's complement, far above what a batch can hold.
  if (!Number.isSafeInteger(rejectedSpans)) return undefined;
  const message = fields.findLast(({ field }) => field === 2)?.bytes;
  return {
    rejectedSpans,
    errorMessage: message === undefined ? '' : new TextDecoder().decode(message),
  };
}

interface Field {
  readonly field: number;
  readonly number?: number;
  readonly bytes?: Uint8Array;
}

function fieldsOf(message: Uint8Array): readonly Field[] | undefined {
  const fields: Field[] = [];
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = message[position++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (position < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (field === 0) return undefined;
    if (wireType === 0) fields.push({ field, number: varint() });
    else if (wireType === 2) {
      const length = varint();
      fields.push({ field, bytes: message.subarray(position, position + length) });
      position += length;
    } else if (wireType === 1) position += 8;
    else if (wireType === 5) position += 4;
    else return undefined;
    if (Number.isNaN(position) || position > message.length) return undefined;
  }
  return fields;
}
