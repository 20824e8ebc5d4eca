import {
  parseOtlpTraceJson,
  parseOtlpTraceProtobuf,
  toOtlpStatus,
  toOtlpTraceResponse,
  type OtlpEncoding,
  type OtlpProblem,
  type OtlpStatusCode,
  type OtlpTraceResult,
} from '@cruddur/trace-model';
import { Hono, type Context } from 'hono';
import type { TraceStore } from '../store/trace-store.ts';
import { allowLocalPages, refuseForeignPages } from './local-pages.ts';
import { readBody } from './read-body.ts';

export interface OtlpReceiverDependencies {
  readonly store: TraceStore;
  /** Of a request's body, both as sent and decompressed. */
  readonly maxBodyBytes: number;
}

const contentTypes: Readonly<Record<OtlpEncoding, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

type FailureStatus = 400 | 404 | 405 | 413 | 415 | 500;
const statusCodes: Readonly<Record<FailureStatus, OtlpStatusCode>> = {
  400: 3,
  404: 12,
  405: 12,
  413: 8,
  415: 3,
  500: 13,
};

/** The OTLP/HTTP receiver. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpReceiver({ store, maxBodyBytes }: OtlpReceiverDependencies): Hono {
  const receiver = new Hono();
  receiver.use(refuseForeignPages, allowLocalPages);

  receiver.post('/v1/traces', async (c) => {
    const encoding = toEncoding(c);
    if (encoding === undefined) return fail(c, 415, explainContentType(c.req.header('content-type')));
    const body = await readBody(c.req.raw, maxBodyBytes);
    if (!body.ok) return fail(c, body.status, body.message);
    const result = parse(encoding, body.bytes);
    if (!result.ok) return fail(c, 400, explainProblem(encoding, result.problem));
    const { rejectedSpans } = store.add(result.spans);
    const response =
      rejectedSpans === 0
        ? toOtlpTraceResponse(encoding)
        : toOtlpTraceResponse(encoding, { rejectedSpans, errorMessage: explainRejection(store) });
    return c.body(response, 200, { 'content-type': contentTypes[encoding] });
  });

  receiver.all('/v1/traces', (c) => {
    c.header('allow', 'POST');
    return fail(c, 405, 'spans come by POST');
  });
  for (const signal of ['logs', 'metrics']) {
    receiver.all(`/v1/${signal}`, (c) =>
      fail(c, 404, `this console keeps traces only: set OTEL_${signal.toUpperCase()}_EXPORTER=none`),
    );
  }
  receiver.all('*', (c) =>
    fail(c, 404, `nothing at ${c.req.path}: this is OTLP/HTTP, spans go to POST /v1/traces`),
  );
  receiver.onError((error, c) => {
    console.error(error);
    return fail(c, 500, 'the console failed; its terminal says why');
  });
  return receiver;
}

function parse(encoding: OtlpEncoding, bytes: Uint8Array): OtlpTraceResult {
  return encoding === 'json'
    ? parseOtlpTraceJson(new TextDecoder().decode(bytes))
    : parseOtlpTraceProtobuf(bytes);
}

function toEncoding(c: Context): OtlpEncoding | undefined {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === contentTypes.json) return 'json';
  return mediaType === contentTypes.protobuf ? 'protobuf' : undefined;
}

/** A `Status` in the encoding of the request; JSON where that is not known. */
function fail(c: Context, status: FailureStatus, message: string): Response {
  const encoding = toEncoding(c) ?? 'json';
  if (status === 415) c.header('accept-encoding', 'gzip, deflate');
  return c.body(toOtlpStatus(encoding, statusCodes[status], message), status, {
    'content-type': contentTypes[encoding],
  });
}

function explainContentType(found: string | undefined): string {
  const hint = found?.includes('protobuf') === true ? ' (the x- belongs to it)' : '';
  const expected = `application/x-protobuf${hint} or application/json`;
  return `content-type ${found === undefined ? 'is missing' : JSON.stringify(found)}: expected ${expected}`;
}

function explainProblem(encoding: OtlpEncoding, { path, message }: OtlpProblem): string {
  const place = path === '' ? '' : `${path}: `;
  return `not an ExportTraceServiceRequest in ${encoding}: ${place}${message}`;
}

function explainRejection(store: TraceStore): string {
  return `a trace may have ${store.maxSpansPerTrace} spans and a quarter of the store's memory here; see CRUDDUR_CONSOLE_MAX_SPANS and CRUDDUR_CONSOLE_MAX_BYTES`;
}
