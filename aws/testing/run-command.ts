import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { testAccessKeyId } from './start-aws-double.ts';

export interface CommandRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandRunOptions {
  /** Beside credentials and region; `''` leaves a variable out. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `src/<command>/main.ts` as a process that sees nothing of this machine's AWS settings. */
export async function runCommand(
  command: 'provision' | 'service-graph',
  args: readonly string[],
  { environment = {} }: CommandRunOptions = {},
): Promise<CommandRun> {
  const home = await mkdtemp(join(tmpdir(), 'cruddur-aws-'));
  try {
    const all = {
      HOME: home,
      AWS_ACCESS_KEY_ID: testAccessKeyId,
      AWS_SECRET_ACCESS_KEY: 'only-for-tests',
      AWS_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    };
    const child = spawn(process.execPath, [join(import.meta.dirname, `../src/${command}/main.ts`), ...args], {
      env: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve, reject) => {
      child.on('close', resolve);
      child.on('error', reject);
    });
    const [exitCode, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
    return { exitCode, stdout, stderr };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
