import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Telemetry } from '../telemetry.ts';

export interface ServeOptions {
  readonly server: Server;
  readonly host: string;
  readonly port: number;
  readonly telemetry: Telemetry;
  /** Everything between the signal and the exit happens within this. */
  readonly deadlineMs: number;
  /** Releases what the service holds (database, upstream), after the last request and before the last flush. */
  readonly close?: () => Promise<void>;
  /** What to print when the server is ready, given its URL. */
  readonly onListening?: (url: string) => void;
}

/** How much of the deadline is kept for sending the telemetry that is still held. */
const flushShare = 0.4;

/**
 * Listens, and on SIGTERM or SIGINT stops accepting, lets requests under way finish, closes the service's parts, sends
 * all telemetry, and exits 0, all within `deadlineMs`. A second signal exits at once. A port that cannot be had is one
 * clear line and exit code 1.
 */
export async function serveUntilSignal(options: ServeOptions): Promise<void> {
  const { server, telemetry, deadlineMs } = options;
  try {
    await listen(options);
  } catch (error) {
    process.stderr.write(`${telemetry.serviceName}: ${explainListenError(error, options)}\n`);
    await options.close?.();
    await telemetry.shutdown(deadlineMs * flushShare);
    process.exit(1);
  }
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
    stopping = true;
    telemetry.log.info(`${signal}: finishing requests under way`);
    void shutDown(server, options).then((code) => process.exit(code));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function listen({ server, host, port, telemetry, onListening }: ServeOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // safe: a TCP server that listens has an AddressInfo
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const url = `http://${name}:${address.port}`;
  if (onListening === undefined) telemetry.log.info(`${telemetry.serviceName} listens on ${url}`);
  else onListening(url);
}

async function shutDown(server: Server, { telemetry, deadlineMs, close }: ServeOptions): Promise<number> {
  const drainMs = deadlineMs * (1 - flushShare);
  const startedMs = performance.now();
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const drained = await within(drainMs, closed);
  if (!drained) {
    telemetry.log.warn('some requests did not finish in time and were cut off');
    server.closeAllConnections();
  }
  let code = 0;
  try {
    const leftMs = Math.max(0, drainMs - (performance.now() - startedMs));
    await within(leftMs + deadlineMs * flushShare * 0.25, close?.() ?? Promise.resolve());
  } catch (error) {
    telemetry.reportError(error);
    code = 1;
  }
  await telemetry.shutdown(Math.max(0, deadlineMs * 0.9 - (performance.now() - startedMs)));
  for (const { sink, dropped, droppedByReason } of telemetry.health().sinks) {
    if (dropped > 0)
      telemetry.log.warn(`telemetry sink ${sink} dropped ${dropped} items in all`, droppedByReason);
  }
  return code;
}

/** Whether `promise` settled within `limitMs`; rejects as it does. */
async function within(limitMs: number, promise: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}

function explainListenError(error: unknown, { host, port }: ServeOptions): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  if (code === 'EADDRINUSE')
    return `port ${port} on ${host} is taken by another process; stop that one or set PORT to a free port`;
  if (code === 'EACCES')
    return `port ${port} on ${host} needs privileges that this process lacks; set PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${host}; set HOST to one it has`;
  return `cannot listen on ${host}:${port}: ${String(error)}`;
}
