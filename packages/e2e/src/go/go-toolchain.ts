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

export type GoCommand =
  | { readonly ok: true; readonly command: string }
  | { readonly ok: false; readonly reason: string };

/** Where Go's own installer puts it, for shells that do not know. */
const goCommands = ['go', '/usr/local/go/bin/go'];
const run = promisify(execFile);

/** There is none for `CRUDDUR_GO_BUILDS=off`, by which CI keeps builds out of the tests' time. */
export async function findGo(): Promise<GoCommand> {
  if (process.env['CRUDDUR_GO_BUILDS'] === 'off') {
    return { ok: false, reason: 'it was not built before the tests, and CRUDDUR_GO_BUILDS is off' };
  }
  for (const command of goCommands) {
    const version = await run(command, ['version']).catch(() => undefined);
    const minor = /\bgo1\.(\d+)/.exec(version?.stdout ?? '')?.[1];
    // From 1.21 on Go fetches the toolchain that a module asks for.
    if (minor !== undefined && Number(minor) >= 21) return { ok: true, command };
  }
  return { ok: false, reason: 'this machine has no Go 1.21 or later' };
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
