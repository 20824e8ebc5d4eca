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
  /** Of the engine, for the whole process. */
  readonly v8Flags?: readonly string[] | undefined;
  readonly bound?: BoundWorker | undefined;
}

/** A Worker that the other one reaches by a binding, in the same process. */
export interface BoundWorker extends Pick<WorkerSettings, 'folder' | 'bindings'> {
  readonly binding: string;
}

/** Bundles a Worker and writes what workerd wants to be told of it; gives the path of that. */
export async function writeWorkerConfig(settings: WorkerSettings): Promise<string> {
  const { folder, entry = `${folder}/src/worker.ts`, port, bindings, bound, v8Flags = [] } = settings;
  const output = await mkdtemp(join(tmpdir(), 'cruddur-worker-'));
  const own = toBindings(bindings);
  const service = bound === undefined ? [] : [`(name = ${text(bound.binding)}, service = "bound")`];
  const workers = [await writeWorker(output, 'main', { folder, entry, bindings: [...own, ...service] })];
  if (bound !== undefined) {
    const boundEntry = `${bound.folder}/src/worker.ts`;
    const theirs = toBindings(bound.bindings);
    workers.push(
      await writeWorker(output, 'bound', { folder: bound.folder, entry: boundEntry, bindings: theirs }),
    );
  }
  const path = join(output, 'config.capnp');
  await writeFile(
    path,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${workers.join(',\n    ')},
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  v8Flags = [${v8Flags.map(text).join(', ')}],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`,
  );
  return path;
}

interface WorkerParts {
  readonly folder: string;
  readonly entry: string;
  readonly bindings: readonly string[];
}

/** Writes the bundle, and gives the service that it is. */
async function writeWorker(output: string, name: string, parts: WorkerParts): Promise<string> {
  const { compatibility_date: date, compatibility_flags: flags } = await readWranglerConfig(
    `${parts.folder}/wrangler.jsonc`,
  );
  const { code } = await bundleWorker(parts.entry);
  await writeFile(join(output, `${name}.js`), code);
  return `(name = ${text(name)}, worker = (
      modules = [(name = "worker", esModule = embed "${name}.js")],
      compatibilityDate = ${text(date)},
      compatibilityFlags = [${flags.map(text).join(', ')}],
      bindings = [${parts.bindings.join(', ')}],
      globalOutbound = "internet",
    ))`;
}

function toBindings(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
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
