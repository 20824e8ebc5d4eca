import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { npmEnvironment, repository } from './npm-environment.ts';

const run = promisify(execFile);
const failureShape = z.object({ code: z.unknown(), stdout: z.string(), stderr: z.string() });
const lockShape = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const timeoutMs = 60_000;
const patience = ['--fetch-retries=0', '--fetch-timeout=15000'];

interface Ended {
  readonly exitCode: unknown;
  readonly output: string;
}

export interface ScratchProject {
  readonly folder: string;
  /** Why there is nothing to run: the registry is out of reach. */
  readonly leftOut: string | undefined;
  /** What npm and the install scripts said. */
  readonly installed: string;
  /** Runs a command that was installed, by its name. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ended>;
  readonly npm: (...args: readonly string[]) => Promise<Ended>;
  readonly git: (...args: readonly string[]) => Promise<void>;
}

interface ScratchContents {
  /** Text of each file, by its name. */
  readonly files: ReadonlyMap<string, string>;
  /** Names of packages, each with a version (`hono@4.13.19`) or else of the version that the workspace has. */
  readonly packages: readonly string[];
}

/** A project in a folder of its own, with what it needs installed by npm; ours from their packed files, by name. */
export async function createScratchProject(
  folder: string,
  { files, packages }: ScratchContents,
  packedFiles: Readonly<Record<string, string>>,
): Promise<ScratchProject> {
  await mkdir(folder);
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  // The versions that the workspace has: `latest` of a registry is not always the last good one.
  const lock = lockShape.parse(JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8')));
  const installed = await runIn(folder, 'npm', [
    'install',
    '--prefer-offline',
    ...patience,
    '--foreground-scripts',
    '--no-audit',
    '--no-fund',
    ...packages.map((name) => packedFiles[name] ?? withVersion(name, lock.packages)),
  ]);
  const { exitCode, output } = installed;
  // Without a registry npm finds faults of many kinds; so another question decides whether there is one.
  const view = ['view', 'hono', 'version', '--prefer-online', ...patience];
  const registry = exitCode === 0 ? undefined : await runIn(folder, 'npm', view);
  if (registry?.exitCode === 0) throw new Error(`npm install failed: ${output}`);
  return {
    folder,
    installed: output,
    leftOut: registry?.output.split('\n').find((line) => line.includes('failed')) ?? registry?.output,
    run: (command, ...args) => runIn(folder, join(folder, 'node_modules/.bin', command), args),
    npm: (...args) => runIn(folder, 'npm', args),
    git: async (...args) => {
      await run('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
    },
  };
}

function withVersion(name: string, locked: z.infer<typeof lockShape>['packages']): string {
  return name.includes('@', 1) ? name : `${name}@${locked[`node_modules/${name}`]?.version}`;
}

async function runIn(folder: string, command: string, args: readonly string[]): Promise<Ended> {
  return run(command, [...args], { cwd: folder, env: npmEnvironment, timeout: timeoutMs }).then(
    ({ stderr, stdout }) => ({ exitCode: 0, output: `${stdout}\n${stderr}` }),
    (error: unknown) => {
      const { code, stderr, stdout } = failureShape.parse(error);
      return { exitCode: code, output: `${stdout}\n${stderr}` };
    },
  );
}
