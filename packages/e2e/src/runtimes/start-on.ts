import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../stack/eventually.ts';
import { freePort } from '../stack/free-port.ts';
import { startProcess, type RunningProcess } from '../stack/start-process.ts';
import { serviceFolder, type Service } from '../stack/start-stack.ts';
import { runtimeBinary, type Runtime } from './runtime-binary.ts';
import { writeWorkerConfig, type BoundWorker } from './worker-config.ts';

export interface RuntimeEntry {
  /** Working directory, with `wrangler.jsonc`. */
  readonly folder: string;
  readonly node: string;
  /** Of Bun and Deno. */
  readonly serve: string;
  readonly worker: string;
  /** The path that answers 200 when it has started. */
  readonly probe: string;
  /** On workerd. */
  readonly v8Flags?: readonly string[];
  /** On workerd: the Worker that this one is bound to. */
  readonly bound?: BoundWorker;
}

export function serviceEntry(name: 'gateway' | 'activities'): RuntimeEntry {
  const folder = serviceFolder(name);
  return {
    folder,
    node: 'src/main.ts',
    serve: 'src/serve.ts',
    worker: `${folder}src/worker.ts`,
    probe: '/health',
  };
}

export const conformanceEntry: RuntimeEntry = {
  folder: fileURLToPath(new URL('fixtures/conformance/', import.meta.url)),
  node: 'main.ts',
  serve: 'serve.ts',
  worker: fileURLToPath(new URL('fixtures/conformance/worker.ts', import.meta.url)),
  probe: '/health',
};

/** Starts an entry on a runtime as its own process, and waits until it answers. */
export async function startOn(
  runtime: Runtime,
  entry: RuntimeEntry,
  given: Readonly<Record<string, string>>,
): Promise<Service> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...given, OWN_ORIGIN: url };
  const programArguments = await toArguments(runtime, entry, port, environment);
  const process = startProcess({
    command: runtimeBinary(runtime),
    arguments: programArguments,
    folder: entry.folder,
    environment: { ...environment, PORT: String(port), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
  });
  await untilAnswering(`${runtime} answers on ${url}`, `${url}${entry.probe}`, process);
  // It has read what was written for it.
  const config = programArguments.find((argument) => argument.endsWith('.capnp'));
  if (config !== undefined) await rm(dirname(config), { recursive: true });
  return { url, process };
}

async function toArguments(
  runtime: Runtime,
  { folder, node, serve, worker, v8Flags, bound }: RuntimeEntry,
  port: number,
  bindings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  switch (runtime) {
    case 'node':
      return [node];
    case 'bun':
      return [serve];
    case 'deno':
      return ['run', '--allow-all', '--no-lock', serve];
    case 'workerd':
      return ['serve', await writeWorkerConfig({ folder, entry: worker, port, bindings, v8Flags, bound })];
  }
}

async function untilAnswering(what: string, url: string, process: RunningProcess): Promise<void> {
  const ready = eventually(what, async () => ((await fetch(url)).ok ? true : undefined), 30_000);
  const ended = process.exit.then((code): never => {
    throw new Error(`ended with ${code}:\n${process.output()}`);
  });
  await Promise.race([ready, ended]).catch(async (error: unknown) => {
    await process.stop('SIGKILL').catch(() => undefined);
    throw new Error(`${what}:\n${process.output()}`, { cause: error });
  });
  ended.catch(() => undefined);
}
