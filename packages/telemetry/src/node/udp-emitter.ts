import { createSocket, type Socket } from 'node:dgram';
import { lookup as lookupHost } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { describeFailure } from '../delivery/failure.ts';
import type { HostAndPort } from '../xray/daemon-address.ts';
import type { DocumentEmitter, EmitResult } from '../xray/document-emitter.ts';

export interface UdpEmitterOptions {
  /** Gives the IPv4 address of a name; the system's resolver unless told otherwise. */
  readonly lookup?: (host: string) => Promise<string>;
  /** How long an address is used before it is asked for again: containers move. */
  readonly resolveEveryMs?: number;
  /** Milliseconds that never go back. */
  readonly nowMs?: () => number;
}

/** In front of every document: X-Ray daemon protocol, "Sending segment documents to the X-Ray daemon". */
const header = '{"format": "json", "version": 1}\n';
/** Datagrams of one turn of the event loop; between turns the receiver gets time to read, and refusals come in. */
const maxDatagramsPerTurn = 32;
const defaultResolveEveryMs = 30_000;
/** How long a refusal is waited for after there has been one: from another machine it takes a while. */
const refusalDelayMs = 50;

interface Connection {
  readonly socket: Socket;
  readonly address: string;
  readonly resolvedAtMs: number;
  /** Its socket failed to send, which it may go on to do. */
  readonly isBroken: boolean;
}

/**
 * One connected UDP socket: connected, so that the kernel tells of a port where nobody listens. It tells late and not
 * for every datagram, so a refusal stands for all the documents of its call.
 */
export function createUdpEmitter(
  { host, port }: HostAndPort,
  options: UdpEmitterOptions = {},
): DocumentEmitter {
  const { lookup = resolveIPv4, resolveEveryMs = defaultResolveEveryMs } = options;
  const { nowMs = () => performance.now() } = options;
  let connection: Connection | undefined;
  let lookingUp: Promise<string> | undefined;
  /** The latest one since the last call began; it may come after its own call has been settled. */
  let refusal: string | undefined;
  let closed = false;

  const disconnect = (): void => {
    connection?.socket.close();
    connection = undefined;
  };

  const connect = async (signal: AbortSignal): Promise<Connection> => {
    const resolvedAtMs = nowMs();
    if (connection !== undefined && resolvedAtMs - connection.resolvedAtMs < resolveEveryMs)
      return connection;
    const address = await resolve();
    if (connection?.address === address && !connection.isBroken) {
      connection = { ...connection, resolvedAtMs };
      return connection;
    }
    const socket = await openSocket(address, port, (error) => {
      refusal = codeOf(error);
    });
    try {
      assertWanted(signal);
    } catch (error) {
      // Nobody else would release it.
      socket.close();
      throw error;
    }
    disconnect();
    connection = { socket, address, resolvedAtMs, isBroken: false };
    return connection;
  };

  const assertWanted = (signal: AbortSignal): void => {
    if (closed) throw new Error('closed');
    signal.throwIfAborted();
  };

  const resolve = async (): Promise<string> => {
    if (isIPv4(host)) return host;
    try {
      // One at a time, also when an attempt was given up: the system's resolver holds a thread of few.
      lookingUp ??= lookup(host).finally(() => {
        lookingUp = undefined;
      });
      return await lookingUp;
    } catch (error) {
      // An address that worked until now is better than none.
      if (connection !== undefined) return connection.address;
      throw error;
    }
  };

  const emit = async (documents: readonly string[], signal: AbortSignal): Promise<EmitResult> => {
    let socket: Socket;
    try {
      assertWanted(signal);
      ({ socket } = await connect(signal));
    } catch (error) {
      return { kind: 'unreachable', reason: describeFailure(error) };
    }
    const isSuspicious = refusal !== undefined;
    refusal = undefined;
    const failures: (string | undefined)[] = [];
    for (let start = 0; start < documents.length; start += maxDatagramsPerTurn) {
      if (closed || signal.aborted) {
        failures.push(...documents.slice(start).map(() => 'shutdown'));
        break;
      }
      const group = documents.slice(start, start + maxDatagramsPerTurn);
      failures.push(...(await sendDatagrams(socket, group)));
      await turn();
    }
    // The loop reads refusals when it polls; the first turn may have come between that and its end.
    await turn();
    if (isSuspicious) await waitForRefusal(() => refusal !== undefined);
    const refused = refusal ?? failures.find((failure) => failure === 'ECONNREFUSED');
    const isBroken = isRouteFailure(refusal) || failures.some(isRouteFailure);
    if (refused !== undefined || isBroken) forgetAddress(isBroken);
    // So that the next call waits for its own.
    refusal = refused;
    return {
      kind: 'emitted',
      failures: refused === undefined ? failures : failures.map((failure) => failure ?? refused),
    };
  };

  /** The daemon may have moved: the next call asks for its address again, and connects again if the socket is broken. */
  const forgetAddress = (isBroken: boolean): void => {
    if (connection !== undefined) {
      connection = {
        ...connection,
        resolvedAtMs: Number.NEGATIVE_INFINITY,
        isBroken: connection.isBroken || isBroken,
      };
    }
  };

  return {
    endpoint: `udp://${host}:${port}`,
    emit,
    close: () => {
      closed = true;
      disconnect();
    },
  };
}

async function resolveIPv4(host: string): Promise<string> {
  const { address } = await lookupHost(host, { family: 4 });
  return address;
}

/** Gives a socket that neither throws, nor keeps the process alive. */
function openSocket(address: string, port: number, onError: (error: Error) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').unref();
    const fail = (error: Error): void => {
      socket.close();
      reject(error);
    };
    socket.once('error', fail);
    // Given a callback, Node tells it of an address that cannot be connected to, and emits nothing; its types do not say so.
    socket.connect(port, address, (error?: Error | null) => {
      socket.off('error', fail);
      if (error !== undefined && error !== null) {
        fail(error);
        return;
      }
      socket.on('error', onError);
      resolve(socket);
    });
  });
}

async function waitForRefusal(isRefused: () => boolean): Promise<void> {
  if (!isRefused()) await delay(refusalDelayMs, undefined, { ref: false });
}

/** For each document, why the kernel did not take it. One promise for all: one each would be a tenth of the cost. */
function sendDatagrams(
  socket: Socket,
  documents: readonly string[],
): Promise<readonly (string | undefined)[]> {
  return new Promise((resolve) => {
    const failures: (string | undefined)[] = [];
    let pending = documents.length;
    const settle = (index: number, failure: string | undefined): void => {
      failures[index] = failure;
      pending -= 1;
      if (pending === 0) resolve(failures);
    };
    for (const [index, document] of documents.entries()) {
      try {
        socket.send(header + document, (error) => settle(index, error === null ? undefined : codeOf(error)));
      } catch (error) {
        // The socket was closed in between.
        settle(index, describeFailure(error));
      }
    }
  });
}

/** Neither of one document, nor of ours to make, nor told by a port: such a refusal leaves the socket as good as it was. */
const otherFailures: ReadonlySet<string> = new Set(['EMSGSIZE', 'shutdown', 'ECONNREFUSED']);

/** Whatever else fails may come from an address, or a route to it, that is no longer right. */
function isRouteFailure(failure: string | undefined): boolean {
  return failure !== undefined && !otherFailures.has(failure);
}

function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.message;
}
