import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from './bundle-worker.ts';

export interface WorkerSettings {
  /** With `worker.ts` and `wrangler.jsonc`. */
  readonly folder: string;
  readonly entry?: string;
  readonly port: number;
  readonly bindings: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Of the engine, for the whole process. */
  readonly v8Flags?: readonly string[] | undefined;
}

/** Bundles a Worker and writes what workerd wants to be told of it; gives the path of that. */
export async function writeWorkerConfig(settings: WorkerSettings): Promise<string> {
  const { folder, entry = `${folder}/src/worker.ts`, port, bindings } = settings;
  const wrangler = await readWranglerConfig(`${folder}/wrangler.jsonc`);
  const { compatibility_date: date } = wrangler;
  const flags = settings.flags ?? wrangler.compatibility_flags;
  const output = await mkdtemp(join(tmpdir(), 'cruddur-worker-'));
  const { code } = await bundleWorker(entry);
  await writeFile(join(output, 'worker.js'), code);
  const path = join(output, 'config.capnp');
  await writeFile(
    path,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  v8Flags = [${(settings.v8Flags ?? []).map(text).join(', ')}],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = ${text(date)},
  compatibilityFlags = [${flags.map(text).join(', ')}],
  bindings = [
    ${Object.entries(bindings)
      .map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
      .join(',\n    ')}
  ],
  globalOutbound = "internet",
);
`,
  );
  return path;
}

interface WranglerConfig {
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
}

async function readWranglerConfig(path: string): Promise<WranglerConfig> {
  const withComments = await readFile(path, 'utf8');
  return JSON.parse(withComments.replace(/^\s*\/\/.*$/gm, '').replace(/,(\s*[}\]])/g, '$1'));
}

/** A string as Cap'n Proto's schema language writes it, which for what is used here is as JSON does. */
function text(value: string): string {
  return JSON.stringify(value);
}
