import type { Telemetry } from '../telemetry.ts';
import { listen, type ServeFetch } from './listen.ts';

export interface ServeOptions {
  readonly fetch: ServeFetch;
  readonly host: string;
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly telemetry: Telemetry;
  /** From the signal on: for requests under way, then for the telemetry. */
  readonly deadlineMs: number;
  readonly close?: () => Promise<void>;
}

/** What the telemetry gets of the deadline, however long requests take. */
const telemetryShareMs = 2000;

/**
 * Serves on Bun or Deno until SIGTERM or SIGINT; then lets requests finish, sends what telemetry holds, and ends the
 * process.
 */
export async function serveUntilSignal(options: ServeOptions): Promise<void> {
  const { fetch, host, telemetry, deadlineMs } = options;
  const { log, serviceName } = telemetry;
  const server = listen(fetch, host, options.port);
  log.info(`${serviceName} listens on http://${host.includes(':') ? `[${host}]` : host}:${server.port}`);
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name));
  });
  log.info(`${signal}: finishing requests under way`);
  await within(deadlineMs - telemetryShareMs, server.stop());
  await within(telemetryShareMs, Promise.all([telemetry.shutdown(telemetryShareMs), options.close?.()]));
  process.exit(0);
}

async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([
    work.catch(() => undefined),
    new Promise((resolve) => {
      setTimeout(resolve, timeoutMs);
    }),
  ]);
}
