import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port that could not be had, in words for the person at the terminal. */
export class ListenError extends Error {
  readonly isTaken: boolean;

  constructor(message: string, isTaken: boolean, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.isTaken = isTaken;
  }
}

/** Listens and gives the port. Throws a `ListenError`; `variable` is what sets the port. */
export async function listen(server: Server, host: string, port: number, variable: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port, variable));
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve();
    });
  });
  // safe: a TCP server that listens has an AddressInfo
  return (server.address() as AddressInfo).port;
}

/** Listens on `port`, or on the first free one of the `tries` that follow it. */
export async function listenNear(
  server: Server,
  host: string,
  port: number,
  variable: string,
  tries: number,
): Promise<number> {
  for (let offset = 0; ; offset++) {
    try {
      return await listen(server, host, port + offset, variable);
    } catch (error) {
      const mayTryNext = error instanceof ListenError && error.isTaken && offset < tries;
      if (!mayTryNext || port + offset >= 65_535) throw error;
    }
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number, variable: string): ListenError {
  const place = `port ${port} on ${host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        `${place} is taken by another process; stop that one, or set ${variable} to a free port`,
        true,
        error,
      );
    case 'EACCES':
      return new ListenError(
        `${place} needs privileges that this process lacks; set ${variable} to one above 1023`,
        false,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(`this machine has no address ${host}; set HOST to one it has`, false, error);
    default:
      return new ListenError(`cannot listen on ${place}: ${error.message}`, false, error);
  }
}
