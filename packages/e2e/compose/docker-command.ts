import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface DockerOptions {
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface DockerOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `docker` in the repository's root; rejects, with what it wrote, when it fails or the time is up. */
export async function docker(
  words: readonly string[],
  { environment = {}, timeoutMs = 120_000 }: DockerOptions = {},
): Promise<DockerOutput> {
  return run('docker', words, {
    cwd: repository,
    env: { ...process.env, ...environment },
    timeout: timeoutMs,
    maxBuffer: 64 * 1_048_576,
  });
}
