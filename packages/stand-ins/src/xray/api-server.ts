import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiAnswer, ReceivedCall } from './daemon-api.ts';
import { misbehave, type HttpFault } from './faults.ts';

export interface ApiServerOptions {
  /** Told before the answer, which a fault may prevent. */
  readonly onRequest: () => void;
  readonly fault: () => HttpFault | undefined;
  readonly answer: (call: ReceivedCall) => ApiAnswer;
}

/** 50 documents of 64 kB, escaped as strings in JSON. */
const maxBodyBytes = 8 * 1024 * 1024;

/** The TCP side: X-Ray's API in JSON over HTTP. The caller listens and closes. */
export function createApiServer(options: ApiServerOptions): Server {
  return createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    // A client that goes away is no concern of the others.
    response.on('error', () => undefined);
    handle(request, response, gone.signal, options).catch(() => response.destroy());
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
  { onRequest, fault, answer }: ApiServerOptions,
): Promise<void> {
  // No daemon's client is a web page; a page of any site could write documents here otherwise.
  if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
    return send(response, { status: 403, body: { message: 'not for web pages' } });
  }
  if (request.method !== 'POST') {
    return send(response, { status: 405, body: { message: "X-Ray's API is POST only" } });
  }
  const text = await readBody(request);
  if (text === undefined) return send(response, { status: 413, body: { message: 'the body is too long' } });
  onRequest();
  if (await misbehave(fault(), response, signal)) return;
  const [path = '/'] = (request.url ?? '/').split('?');
  const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') ?? false;
  send(response, answer({ path, body: parseBody(text), isSigned }));
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    byteLength += chunk.length;
    if (byteLength > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Some calls have nothing to say and send no body. */
function parseBody(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, errorType }: ApiAnswer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  });
  response.end(JSON.stringify(body));
}
