import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { portOf } from '../port-of.ts';
import { serveCommands } from '../worker-protocol.ts';
import { countJsonSpans, countProtobufSpans } from './count-spans.ts';

export interface SinkProtocol {
  readonly ready: { readonly port: number };
  readonly command: { readonly type: 'report' };
  readonly answer: SinkReport;
}

/** One request body as it came, to look inside. */
export interface SinkPayload {
  readonly contentType: string;
  readonly base64: string;
}

export interface SinkReport {
  /** By the path's first part, which names the sending process. */
  readonly spans: Readonly<Record<string, number>>;
  readonly firstPayloads: Readonly<Record<string, SinkPayload>>;
}

const spans: Record<string, number> = {};
const firstPayloads: Record<string, SinkPayload> = {};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const sender = request.url?.split('/')[1] ?? '';
    const contentType = request.headers['content-type'] ?? '';
    const isJson = contentType.includes('json');
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    spans[sender] = (spans[sender] ?? 0) + (isJson ? countJsonSpans(body) : countProtobufSpans(body));
    firstPayloads[sender] ??= { contentType, base64: body.toString('base64') };
    response.writeHead(200, { 'content-type': contentType }).end(isJson ? '{}' : '');
  });
});

server.listen(0, '127.0.0.1', () => {
  serveCommands<SinkProtocol>({ port: portOf(server) }, () => ({ spans, firstPayloads }));
});

process.once('SIGTERM', () => process.exit(0));
