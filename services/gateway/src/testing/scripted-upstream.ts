import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Settles when the connection of this exchange was cut before the answer was complete. */
  readonly cut: Promise<void>;
}

type Behaviour = (request: ReceivedRequest, response: ServerResponse) => void;

export interface ScriptedUpstream {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Settles when the next request has arrived. */
  readonly nextRequest: () => Promise<ReceivedRequest>;
  /** What to do with coming requests, one each; the last one stays in force. */
  readonly script: (...behaviours: Behaviour[]) => void;
  readonly close: () => Promise<void>;
}

/** A real HTTP server that behaves, and misbehaves, as told. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const requests: ReceivedRequest[] = [];
  let behaviours: Behaviour[] = [answerJson([])];
  let waiting: ((request: ReceivedRequest) => void)[] = [];

  const listener: RequestListener = (incoming, response) => {
    const cut = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
        cut,
      };
      requests.push(request);
      const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
      behaviour?.(request, response);
      for (const resolve of waiting) resolve(request);
      waiting = [];
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected to listen on a TCP port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    script: (...next) => {
      behaviours = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export function answerJson(
  value: unknown,
  status = 200,
  headers: Record<string, string | string[]> = {},
): Behaviour {
  return answerText(JSON.stringify(value), status, { 'content-type': 'application/json', ...headers });
}

export function answerText(
  text: string | Buffer,
  status = 200,
  headers: Record<string, string | string[]> = { 'content-type': 'text/html' },
): Behaviour {
  return (_request, response) => {
    response.writeHead(status, headers).end(text);
  };
}

export function hang(): Behaviour {
  return () => undefined;
}

export function reset(): Behaviour {
  return (_request, response) => {
    response.socket?.resetAndDestroy();
  };
}

/** Sends headers and the start of a body, and then no more. */
export function stallInBody(): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[{"uuid":');
  };
}

/** Promises more than it sends. */
export function cutBody(): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('[', () => response.socket?.destroy());
  };
}
