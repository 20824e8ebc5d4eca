import {
  parseOtlpLogsJson,
  parseOtlpLogsProtobuf,
  parseOtlpTraceJson,
  parseOtlpTraceProtobuf,
  toOtlpLogsResponse,
  toOtlpStatus,
  toOtlpTraceResponse,
  type OtlpEncoding,
  type OtlpProblem,
  type OtlpStatusCode,
  type LogRecord,
  type Span,
} from '@cruddur/trace-model';
import { Hono, type Context } from 'hono';
import type { TraceStore } from '../store/trace-store.ts';
import { allowLocalPages, refuseForeignPages } from './local-pages.ts';
import { readBody } from './read-body.ts';
import { toLogLine } from './to-log-line.ts';

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

/** What a signal's request holds, or what is wrong with it. */
type Decoded<Item> =
  | { readonly ok: true; readonly items: readonly Item[] }
  | { readonly ok: false; readonly problem: OtlpProblem };

/** How the receiver takes one signal. */
interface Signal<Item> {
  /** Of the request's message. */
  readonly message: string;
  readonly parse: (encoding: OtlpEncoding, bytes: Uint8Array) => Decoded<Item>;
  /** Takes them in, and gives the body of the answer. */
  readonly take: (items: readonly Item[], encoding: OtlpEncoding) => string | Uint8Array<ArrayBuffer>;
}

/** The OTLP/HTTP receiver of traces and logs. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function createOtlpReceiver({ store, maxBodyBytes }: OtlpReceiverDependencies): Hono {
  const receiver = new Hono();
  receiver.use(refuseForeignPages, allowLocalPages);
  const receive = async <Item>(c: Context, signal: Signal<Item>): Promise<Response> => {
    const encoding = toEncoding(c);
    if (encoding === undefined) return fail(c, 415, explainContentType(c.req.header('content-type')));
    const body = await readBody(c.req.raw, maxBodyBytes);
    if (!body.ok) return fail(c, body.status, body.message);
    const result = signal.parse(encoding, body.bytes);
    if (!result.ok) return fail(c, 400, explainProblem(signal.message, encoding, result.problem));
    const answer = signal.take(result.items, encoding);
    return c.body(answer, 200, { 'content-type': contentTypes[encoding] });
  };

  const traces = createTraceSignal(store);
  const logs = createLogSignal(store);
  receiver.post('/v1/traces', (c) => receive(c, traces));
  receiver.post('/v1/logs', (c) => receive(c, logs));
  for (const [signal, items] of [
    ['traces', 'spans'],
    ['logs', 'log records'],
  ]) {
    receiver.all(`/v1/${signal}`, (c) => {
      c.header('allow', 'POST');
      return fail(c, 405, `${items} come by POST`);
    });
  }
  receiver.all('/v1/metrics', (c) =>
    fail(c, 404, 'this console keeps traces and logs only: set OTEL_METRICS_EXPORTER=none'),
  );
  receiver.all('*', (c) =>
    fail(
      c,
      404,
      `nothing at ${c.req.path}: this is OTLP/HTTP, spans go to POST /v1/traces, log records to POST /v1/logs`,
    ),
  );
  receiver.onError((error, c) => {
    console.error(error);
    return fail(c, 500, 'the console failed; its terminal says why');
  });
  return receiver;
}

function createTraceSignal(store: TraceStore): Signal<Span> {
  return {
    message: 'ExportTraceServiceRequest',
    parse: (encoding, bytes) => {
      const result =
        encoding === 'json'
          ? parseOtlpTraceJson(new TextDecoder().decode(bytes))
          : parseOtlpTraceProtobuf(bytes);
      return result.ok ? { ok: true, items: result.spans } : result;
    },
    take: (spans, encoding) => {
      const { rejectedSpans } = store.add(spans);
      return rejectedSpans === 0
        ? toOtlpTraceResponse(encoding)
        : toOtlpTraceResponse(encoding, { rejectedSpans, errorMessage: explainRejection(store, 'spans') });
    },
  };
}

function createLogSignal(store: TraceStore): Signal<LogRecord> {
  let recordCount = 0;
  const toId = (): string => `record-${(recordCount += 1)}`;
  return {
    message: 'ExportLogsServiceRequest',
    parse: (encoding, bytes) => {
      const result =
        encoding === 'json'
          ? parseOtlpLogsJson(new TextDecoder().decode(bytes))
          : parseOtlpLogsProtobuf(bytes);
      return result.ok ? { ok: true, items: result.records } : result;
    },
    take: (records, encoding) => {
      const { rejectedLines } = store.addLines(records.map((record) => toLogLine(record, toId)));
      if (rejectedLines === 0) return toOtlpLogsResponse(encoding);
      const errorMessage = explainRejection(store, 'log records');
      return toOtlpLogsResponse(encoding, { rejectedLogRecords: rejectedLines, errorMessage });
    },
  };
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

function explainProblem(expected: string, encoding: OtlpEncoding, { path, message }: OtlpProblem): string {
  const place = path === '' ? '' : `${path}: `;
  return `not an ${expected} in ${encoding}: ${place}${message}`;
}

function explainRejection(store: TraceStore, items: string): string {
  return `a trace may have ${store.maxSpansPerTrace} ${items} and a quarter of the store's memory here; see CRUDDUR_CONSOLE_MAX_SPANS and CRUDDUR_CONSOLE_MAX_BYTES`;
}
