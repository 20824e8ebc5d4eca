import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listenTcp } from '../xray/bind.ts';

export interface FetchServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, is any free port. */
  readonly port?: number;
}

export interface FetchServer extends AsyncDisposable {
  readonly port: number;
  /** Origin, without a slash at the end. */
  readonly url: string;
}

/**
 * Serves a web standard handler with node:http. A network error (`Response.error()`) resets the connection. Disposing ends
 * calls that hang. Throws a `PortError`.
 */
export async function serveFetch(
  handle: (request: Request) => Promise<Response>,
  { host = '127.0.0.1', port = 0 }: FetchServerOptions,
): Promise<FetchServer> {
  const server = createServer((incoming, outgoing) => {
    // A client that goes away is no concern of the others.
    outgoing.on('error', () => undefined);
    answer(incoming, outgoing, handle).catch(() => outgoing.destroy());
  });
  // A client that keeps its connections must not find one closed that it is about to use.
  server.keepAliveTimeout = 60_000;
  const boundPort = await listenTcp(server, host, port);
  let closed: Promise<void> | undefined;
  return {
    port: boundPort,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    [Symbol.asyncDispose]: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const response = await handle(toRequest(incoming, gone.signal));
  if (response.type === 'error') {
    incoming.socket.resetAndDestroy();
    return;
  }
  // The handler's own Date wins over the server's.
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  await pipeline(response.body, outgoing);
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', 'http://stand-in'), {
    method,
    headers,
    signal,
    ...(hasBody ? { body: toWebStream(incoming), duplex: 'half' } : {}),
  });
}

function toWebStream(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  // safe: it is the same class; only its declarations are Node's own
  return Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>;
}
