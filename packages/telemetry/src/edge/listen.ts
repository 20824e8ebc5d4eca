/** A connection in the shape of Node's, which is where the middleware looks for the peer's address. */
interface ConnectionBindings {
  readonly incoming: {
    readonly socket: { readonly remoteAddress: string | undefined; readonly remotePort: number | undefined };
  };
}

export type ServeFetch = (request: Request, env: ConnectionBindings) => Response | Promise<Response>;

export interface Listening {
  readonly port: number;
  /** Takes no more connections; settles when the requests under way are done. */
  readonly stop: () => Promise<void>;
}

interface BunServer {
  readonly port: number;
  readonly requestIP: (request: Request) => { readonly address: string; readonly port: number } | null;
  readonly stop: () => Promise<void>;
}

/** What is used of `Bun`. */
interface BunRuntime {
  readonly serve: (options: {
    readonly hostname: string;
    readonly port: number;
    readonly idleTimeout: number;
    readonly fetch: (request: Request, server: BunServer) => Response | Promise<Response>;
  }) => BunServer;
}

/** What is used of `Deno`. */
interface DenoRuntime {
  readonly serve: (
    options: { readonly hostname: string; readonly port: number; readonly onListen: () => void },
    handler: (
      request: Request,
      info: { readonly remoteAddr: { readonly hostname: string; readonly port: number } },
    ) => Response | Promise<Response>,
  ) => { readonly addr: { readonly port: number }; readonly shutdown: () => Promise<void> };
}

/** Bun's longest: it cuts off a request that is silent for that many seconds. */
const idleTimeoutSeconds = 255;

/**
 * Listens with the runtime's own server.
 * @throws Error on a runtime that has neither `Bun.serve` nor `Deno.serve`, and when the port is taken.
 */
export function listen(fetch: ServeFetch, hostname: string, port: number): Listening {
  const { Bun: bun, Deno: deno } = globalThis as {
    // safe: nothing but these runtimes has globals of these names
    readonly Bun?: BunRuntime;
    readonly Deno?: DenoRuntime;
  };
  if (bun !== undefined) {
    const server = bun.serve({
      hostname,
      port,
      idleTimeout: idleTimeoutSeconds,
      fetch: (request, { requestIP }) => {
        const peer = requestIP.call(server, request);
        return fetch(request, toBindings(peer?.address, peer?.port));
      },
    });
    return { port: server.port, stop: () => server.stop() };
  }
  if (deno !== undefined) {
    const server = deno.serve({ hostname, port, onListen: () => undefined }, (request, { remoteAddr }) =>
      fetch(request, toBindings(remoteAddr.hostname, remoteAddr.port)),
    );
    return { port: server.addr.port, stop: () => server.shutdown() };
  }
  throw new Error('neither Bun.serve nor Deno.serve: on Node, start src/main.ts');
}

function toBindings(remoteAddress: string | undefined, remotePort: number | undefined): ConnectionBindings {
  return { incoming: { socket: { remoteAddress, remotePort } } };
}
