import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type RunningProcess } from '../stack/start-process.ts';

export interface Collector extends AsyncDisposable {
  readonly process: RunningProcess;
}

/** Of nobody: the stand-in does not check signatures, AWS's clients only want to make one. */
export const nobodysCredentials: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'stand-in',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
};

/** Starts a Collector with configurations of which later ones add to the first, and waits until all of it runs. */
export async function startCollector(
  binaryPath: string,
  configurations: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Collector> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-collector-'));
  const paths = configurations.map((_, index) => join(folder, `${index}.yaml`));
  for (const [index, path] of paths.entries()) await writeFile(path, configurations[index] ?? '');
  const process = startProcess({
    command: binaryPath,
    arguments: paths.map((path) => `--config=${path}`),
    folder,
    environment: { ...nobodysCredentials, ...environment },
  });
  const stop = async (): Promise<void> => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await process.outputMatching(/Everything is ready/);
  } catch (error) {
    await stop();
    throw error;
  }
  return { process, [Symbol.asyncDispose]: stop };
}
