/** ExportTraceServiceResponse, and ExportLogsServiceResponse, which is the same of log records: what was not taken. */
export interface TraceResponse {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

const accepted: TraceResponse = { rejectedSpans: 0, errorMessage: '' };

/** Reads the answer to a trace request in either encoding; undefined when it is neither. An empty body means accepted. */
export function parseTraceResponse(contentType: string | null, body: Uint8Array): TraceResponse | undefined {
  if (body.length === 0) return accepted;
  switch (contentType?.split(';', 1)[0]?.trim().toLowerCase()) {
    // Some receivers answer protobuf without saying so; HTML and text say what they are.
    case undefined:
    case 'application/x-protobuf':
    case 'application/octet-stream':
      return parseProtobuf(body);
    case 'application/json':
      return parseJson(toText(body));
    case 'text/plain':
      return /^\s*(\{\}|ok|)\s*$/i.test(toText(body)) ? accepted : undefined;
    default:
      return undefined;
  }
}

function toText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
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
  const partial = response.bytes.get(1);
  if (partial === undefined) return accepted;
  const fields = fieldsOf(partial);
  if (fields === undefined) return undefined;
  const rejectedSpans = fields.numbers.get(1) ?? 0;
  // Negative numbers arrive as 64-bit two's complement, far above what a batch can hold.
  if (!Number.isSafeInteger(rejectedSpans)) return undefined;
  return { rejectedSpans, errorMessage: toText(fields.bytes.get(2) ?? new Uint8Array()) };
}

/** By their numbers; of a field that comes twice, the last. */
interface Fields {
  readonly numbers: ReadonlyMap<number, number>;
  readonly bytes: ReadonlyMap<number, Uint8Array>;
}

function fieldsOf(message: Uint8Array): Fields | undefined {
  const numbers = new Map<number, number>();
  const bytes = new Map<number, Uint8Array>();
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
    if (wireType === 0) numbers.set(field, varint());
    else if (wireType === 2) {
      const length = varint();
      bytes.set(field, message.subarray(position, position + length));
      position += length;
    } else if (wireType === 1) position += 8;
    else if (wireType === 5) position += 4;
    else return undefined;
    if (Number.isNaN(position) || position > message.length) return undefined;
  }
  return { numbers, bytes };
}
