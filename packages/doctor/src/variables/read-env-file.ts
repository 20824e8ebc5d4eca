import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { EnvironmentLayer } from './layered-environment.ts';

/** A file of variables as Node reads it; a layer of nothing when it does not exist. */
export async function readEnvFile(path: string, origin: string): Promise<EnvironmentLayer> {
  try {
    return { origin, values: parseEnv(await readFile(path, 'utf8')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { origin, values: {} };
    throw error;
  }
}
