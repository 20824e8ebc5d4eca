import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { parseOtlpTraceProtobuf, type Span } from '@cruddur/trace-model';

export interface SpanReceiver extends AsyncDisposable {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spansOf: (traceId: string) => readonly Span[];
}

/** An OTLP receiver that keeps the spans as they came, to the nanosecond. */
export async function startSpanReceiver(): Promise<SpanReceiver> {
  const spans: Span[] = [];
  const server = createServer((request, response) => {
    void readSpans(request).then((received) => {
      spans.push(...(received ?? []));
      response.writeHead(received === undefined ? 400 : 200, { 'content-type': 'application/x-protobuf' });
      return response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spansOf: (traceId) => spans.filter((span) => span.traceId === traceId),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function readSpans(request: IncomingMessage): Promise<readonly Span[] | undefined> {
  const body = await buffer(request);
  const result = parseOtlpTraceProtobuf(
    request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body,
  );
  return result.ok ? result.spans : undefined;
}
