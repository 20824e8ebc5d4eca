import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { parseTraceHeader, traceHeaderNames } from '../headers/trace-header.ts';

/** A web-standard handler: what `app.fetch` of Hono is. */
export type FetchHandler = (request: Request, environment: object) => Response | Promise<Response>;

/** An exchange with the provider as it crossed the wire. */
export interface RecordedExchange {
  /** Of the request, without its query. */
  readonly path: string;
  readonly headers: Headers;
  readonly status: number;
  readonly body: string;
}

export interface RecordingProvider {
  readonly url: string;
  /** The exchange whose request carried this trace id. */
  readonly exchangeOf: (traceId: string) => RecordedExchange | undefined;
  readonly close: () => Promise<void>;
}

/** The provider behind a real socket on a free port of this machine. */
export async function startRecordingProvider(handle: FetchHandler): Promise<RecordingProvider> {
  const exchanges = new Map<string, RecordedExchange>();
  const listener = getRequestListener(async (request, environment) => {
    const headers = new Headers(request.headers);
    const response = await handle(request, environment);
    const traceId = toTraceId(headers);
    if (traceId === undefined) return response;
    // Read and made anew: a clone would be read at another pace than the answer itself.
    const body = await response.text();
    exchanges.set(traceId, { path: new URL(request.url).pathname, headers, status: response.status, body });
    return new Response(body === '' ? null : body, response);
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected to listen on a TCP port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    exchangeOf: (traceId) => exchanges.get(traceId),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function toTraceId(headers: Headers): string | undefined {
  for (const format of ['w3c', 'xray'] as const) {
    const context = parseTraceHeader(format, headers.get(traceHeaderNames[format]) ?? '');
    if (context !== undefined) return context.traceId;
  }
  return undefined;
}
