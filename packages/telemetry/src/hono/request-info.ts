import type { Context as HonoContext } from 'hono';
import type { HeaderReader } from '../propagation/extract.ts';

/** What `@hono/node-server` puts into `c.env`, as far as it is used here; nothing of it is there on other runtimes. */
export interface NodeBindings {
  readonly incoming?: {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly httpVersion?: string;
    readonly socket?: NodeSocket;
  };
  readonly outgoing?: NodeOutgoing;
}

export interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

export interface NodeOutgoing {
  readonly statusCode: number;
  readonly headersSent: boolean;
  readonly writableFinished: boolean;
  readonly errored?: Error | null;
  hasHeader(name: string): boolean;
  getHeader(name: string): number | string | string[] | undefined;
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, ...rest: unknown[]): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export function nodeBindings(c: HonoContext): NodeBindings {
  const env: unknown = c.env;
  return typeof env === 'object' && env !== null ? env : {};
}

type NodeHeaders = NonNullable<NodeBindings['incoming']>['headers'];

/** Reads request headers: on Node from the parsed message, which costs no `Headers` object. */
export function headerReader(c: HonoContext, { incoming }: NodeBindings): HeaderReader {
  const headers = incoming?.headers;
  if (headers === undefined) return (name) => c.req.raw.headers.get(name);
  return (name) => {
    const value = nodeHeader(headers, name);
    return typeof value === 'string' || value === undefined ? value : value.join(', ');
  };
}

/** `headers[name]`, with those that every request is asked for spelt out: a fixed name is looked up far faster. */
function nodeHeader(headers: NodeHeaders, name: string): string | string[] | undefined {
  switch (name) {
    case 'traceparent':
      return headers['traceparent'];
    case 'tracestate':
      return headers['tracestate'];
    case 'x-amzn-trace-id':
      return headers['x-amzn-trace-id'];
    case 'baggage':
      return headers['baggage'];
    case 'user-agent':
      return headers['user-agent'];
    default:
      return headers[name];
  }
}
