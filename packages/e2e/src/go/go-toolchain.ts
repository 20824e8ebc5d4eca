import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Go program for the tests, or why there is none here. */
export type GoBinary =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

export interface GoRun {
  readonly folder: string;
  readonly timeoutMs: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export const noGo = 'this machine has no Go 1.21 or later';

/** Where Go's own installer puts it, for shells that do not know. */
const goCommands = ['go', '/usr/local/go/bin/go'];
const run = promisify(execFile);

/** From 1.21 on Go fetches the toolchain that a module asks for. */
export async function findGo(): Promise<string | undefined> {
  for (const command of goCommands) {
    const version = await run(command, ['version']).catch(() => undefined);
    const minor = /\bgo1\.(\d+)/.exec(version?.stdout ?? '')?.[1];
    if (minor !== undefined && Number(minor) >= 21) return command;
  }
  return undefined;
}

export async function runGo(
  command: string,
  argumentList: readonly string[],
  { folder, timeoutMs, environment }: GoRun,
): Promise<void> {
  await run(command, [...argumentList], {
    cwd: folder,
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CGO_ENABLED: '0', ...environment },
  });
}

/** Go says which address failed in one line and the server's reason in the next. */
export function toGoReason(error: unknown): string {
  if (isTimeout(error)) return 'it took too long';
  const stderr: unknown = error instanceof Error && 'stderr' in error ? error.stderr : undefined;
  const text = typeof stderr === 'string' && stderr !== '' ? stderr : String(error);
  return text
    .trim()
    .split(/\s*\n\s*/)
    .slice(-2)
    .join('; ')
    .replace(/\.$/, '');
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && error.killed === true;
}
