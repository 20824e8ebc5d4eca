import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { readAnswer, type HttpTransport } from '../delivery/http-transport.ts';

export interface NodeHttpTransport {
  readonly post: HttpTransport;
  readonly close: () => void;
}

/**
 * Posts over one kept-alive connection of `node:http`. Next to `fetch` it copies no body and makes no streams, which
 * is most of what an export costs. ADR: ../adr/0006-node-http-export.md
 */
export function createNodeHttpTransport(): NodeHttpTransport {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 1 });
  return {
    post: ({ url, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const secure = url.startsWith('https:');
        const options = { method: 'POST', headers: { ...headers, 'content-length': body.length }, signal };
        const request = secure
          ? requestHttps(url, { ...options, agent: https })
          : requestHttp(url, { ...options, agent: http });
        request.on('error', reject);
        request.once('response', (response) => {
          toAnswer(response).then(resolve, reject);
        });
        request.end(body);
      }),
    close: () => {
      http.destroy();
      https.destroy();
    },
  };
}

async function toAnswer(response: IncomingMessage): Promise<Awaited<ReturnType<HttpTransport>>> {
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? null,
    retryAfter: response.headers['retry-after'] ?? null,
    header: (name) => textOf(response.headers[name]),
    body: await readAnswer(response),
  };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : (header?.join(', ') ?? null);
}
