import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Telemetry } from '../telemetry.ts';
import { prepareToDrain } from './drain-server.ts';
import { reportUncaught } from './report-uncaught.ts';

export interface ServeOptions {
  readonly server: Server;
  readonly host: string;
  readonly port: number;
  readonly telemetry: Telemetry;
  /** Everything between the signal and the exit happens within this. */
  readonly deadlineMs: number;
  /** Releases what the service holds (database, upstream), after the last request and before the last flush. */
  readonly close?: () => Promise<void>;
  /**
   * Whether what nobody catches is reported before it ends the process (`reportUncaught`). @default true
   */
  readonly reportUncaught?: boolean;
  /** What to print when the server is ready, given its URL. */
  readonly onListening?: (url: string) => void;
}

/** How much of the deadline is kept for sending the telemetry that is still held. */
const flushShare = 0.4;

/**
 * Listens, and on SIGTERM or SIGINT stops accepting, lets requests under way finish, closes the service's parts, sends
 * all telemetry, and exits 0, all within `deadlineMs`; 1 if `close` failed or took too long. A second signal exits at
 * once. What nobody catches is reported and ends the process with 1. A port that cannot be had is one clear line and
 * exit code 1.
 */
export async function serveUntilSignal(options: ServeOptions): Promise<void> {
  const { server, telemetry } = options;
  const drain = prepareToDrain(server);
  if (options.reportUncaught !== false) reportUncaught(telemetry, { stopAccepting: () => server.close() });
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
    stopping = true;
    telemetry.log.info(`${signal}: finishing requests under way`);
    void shutDown(drain, options).then((code) => process.exit(code));
  };
  // Before it listens: whoever waits for the port may send a signal at once.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await listen(options);
  } catch (error) {
    process.stderr.write(`${telemetry.serviceName}: ${explainListenError(error, options)}\n`);
    await closeParts(options, options.deadlineMs * flushShare);
    await telemetry.shutdown(options.deadlineMs * flushShare);
    process.exit(1);
  }
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

async function shutDown(drain: () => Promise<void>, options: ServeOptions): Promise<number> {
  const { server, telemetry, deadlineMs } = options;
  const startedMs = performance.now();
  const leftMs = (share: number): number => Math.max(0, deadlineMs * share - (performance.now() - startedMs));
  const drained = drain();
  if (!(await within(leftMs(1 - flushShare), drained))) {
    telemetry.log.warn('some requests did not finish in time and were cut off');
    server.closeAllConnections();
    // Their spans end with their connections.
    await within(leftMs(1 - flushShare * 0.9), drained);
  }
  const closed = await closeParts(options, leftMs(1 - flushShare * 0.75));
  await telemetry.shutdown(leftMs(0.9));
  const { sinks, openSpans } = telemetry.health();
  for (const { sink, dropped, droppedByReason } of sinks) {
    if (dropped > 0)
      telemetry.log.warn(`telemetry sink ${sink} dropped ${dropped} items in all`, droppedByReason);
  }
  if (openSpans > 0) telemetry.log.warn(`${openSpans} spans never ended and were not sent`);
  return closed ? 0 : 1;
}

/** Whether the service's own parts were released in time; says why not. */
async function closeParts({ telemetry, close }: ServeOptions, limitMs: number): Promise<boolean> {
  if (close === undefined) return true;
  try {
    if (await within(limitMs, close())) return true;
    telemetry.log.error(`the parts of the service did not close within ${Math.round(limitMs)} ms`);
  } catch (error) {
    telemetry.reportError(error);
  }
  return false;
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
