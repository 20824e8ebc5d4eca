import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEnvironmentReader, parseTelemetryConfig, type TelemetryConfig } from '@cruddur/telemetry';
import { parseConfigCheck, type ConfigCheck } from '@cruddur/telemetry/checks';
import {
  layerEnvironment,
  type EnvironmentLayer,
  type LayeredEnvironment,
} from '../variables/layered-environment.ts';
import { readEnvFile } from '../variables/read-env-file.ts';

export const serviceFolders = ['gateway', 'activities', 'console'] as const;

export type ServiceFolder = (typeof serviceFolders)[number];

/** One service, with the environment that it would be started in. */
export interface InspectedService {
  readonly folder: ServiceFolder;
  readonly environment: LayeredEnvironment;
  /** What the service itself makes of that; undefined when it could not be asked. */
  readonly check: ConfigCheck | undefined;
  /** Undefined for the console, which does not trace itself. */
  readonly telemetry: TelemetryConfig | undefined;
}

interface InspectOptions {
  readonly root: string;
  /** `dev`: with what `npm run dev` adds to the environment. */
  readonly mode: 'dev' | 'start';
  /** The shell, then `.env`. */
  readonly layers: readonly EnvironmentLayer[];
}

const run = promisify(execFile);
/** A bound for what hangs, not for a slow machine. */
const timeoutMs = 15_000;

/** Lets the service read its environment with its own parser, in a process of its own. ADR: ../adr/0001-services-read-for-themselves.md */
export async function inspectService(
  folder: ServiceFolder,
  { root, mode, layers }: InspectOptions,
): Promise<InspectedService> {
  const path = join(root, 'services', folder);
  const defaults =
    mode === 'dev' ? [await readEnvFile(join(path, '.env.dev'), `services/${folder}/.env.dev`)] : [];
  const environment = layerEnvironment([...layers, ...defaults]);
  const check = await askService(root, folder, environment.values);
  return {
    folder,
    environment,
    check,
    telemetry: folder === 'console' ? undefined : readTelemetry(folder, environment),
  };
}

async function askService(
  root: string,
  folder: ServiceFolder,
  values: Readonly<Record<string, string>>,
): Promise<ConfigCheck | undefined> {
  const path = join(root, 'services', folder);
  // What would make Node print something else, or stop, is none of the service's. The cache halves the time of a run.
  const { NODE_OPTIONS: _, ...rest } = values;
  const env = { ...rest, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/doctor') };
  try {
    const script = join(path, 'src/check-config/main.ts');
    const { stdout } = await run(process.execPath, [script], { cwd: path, env, timeout: timeoutMs });
    return parseConfigCheck(stdout);
  } catch {
    return undefined;
  }
}

/** With its secrets, which no other process tells; its problems, the service itself has told. */
function readTelemetry(folder: ServiceFolder, { values }: LayeredEnvironment): TelemetryConfig {
  return parseTelemetryConfig(createEnvironmentReader(values), { serviceName: folder });
}
