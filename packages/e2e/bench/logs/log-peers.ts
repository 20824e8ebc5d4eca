import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** All of them permissive, none with an install script that it needs. */
const packages = {
  '@aws-sdk/client-cloudwatch-logs': '3.1169.0',
  '@logtape/cloudwatch-logs': '2.3.7',
  '@logtape/logtape': '2.4.2',
  pino: '10.4.0',
  winston: '3.19.0',
  'winston-cloudwatch': '6.3.0',
} as const;
const edition = 1;
const folder = fileURLToPath(
  new URL(`../../../../node_modules/.cache/bench-log-peers/${edition}/`, import.meta.url),
);
/** Written last: half an installation is none. */
const completeMark = join(folder, 'complete');
const installTimeoutMs = 120_000;
const run = promisify(execFile);

/** The loggers that ours is set against. */
export interface LogPeers {
  readonly require: (name: keyof typeof packages) => unknown;
}

/**
 * Installs them once under `node_modules/.cache`: 80 packages that nobody needs who does not run this. Gives the reason
 * where that fails.
 */
export async function installLogPeers(): Promise<string | undefined> {
  if (existsSync(completeMark)) return undefined;
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    // A prefix of its own, or npm takes the workspace for the project.
    await run('npm', ['install', ...options, '--workspaces=false', '--prefix', folder], {
      cwd: folder,
      timeout: installTimeoutMs,
    });
    await mkdir(completeMark);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
  }
}

export function loadLogPeers(): LogPeers {
  const require = createRequire(join(folder, 'package.json'));
  return { require: (name): unknown => require(name) };
}
