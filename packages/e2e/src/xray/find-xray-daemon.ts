import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type XRayDaemonBinary =
  | { readonly ok: true; readonly path: string }
  /** Why there is none here. */
  | { readonly ok: false; readonly reason: string };

/** v3.6.6: the module's path lacks the `/v3` that Go would want for the tag. */
const revision = '258270e341f3';
const module = 'github.com/aws/aws-xray-daemon';
const cacheFolder = fileURLToPath(
  new URL(`../../../../node_modules/.cache/aws-xray-daemon/${revision}/`, import.meta.url),
);
/** Compiles the AWS SDK too; minutes on a small machine. */
const buildTimeoutMs = 8 * 60_000;
const downloadTimeoutMs = 60_000;
const run = promisify(execFile);

/**
 * AWS's own daemon: the one that `XRAY_DAEMON_PATH` names, else built once with the Go toolchain and kept under
 * `node_modules/.cache`. There is none without Go, or where the Go module proxy does not give the module. A build that
 * fails rejects.
 */
export async function findXRayDaemon(): Promise<XRayDaemonBinary> {
  const given = process.env['XRAY_DAEMON_PATH'];
  if (given !== undefined && given !== '') return { ok: true, path: given };
  const path = join(cacheFolder, 'tracing');
  if (existsSync(path)) return { ok: true, path };
  const go = await findGo();
  if (go === undefined) return { ok: false, reason: 'this machine has no Go 1.21 or later' };
  try {
    await runGo(go, ['mod', 'download', `${module}@${revision}`], downloadTimeoutMs);
  } catch (error) {
    return { ok: false, reason: `Go could not download ${module}: ${toReason(error)}` };
  }
  await build(go, path);
  return { ok: true, path };
}

/** Where Go's own installer puts it, for shells that do not know. */
const goCommands = ['go', '/usr/local/go/bin/go'];

/** From 1.21 on Go fetches the toolchain that a module asks for. */
async function findGo(): Promise<string | undefined> {
  for (const command of goCommands) {
    const version = await run(command, ['version']).catch(() => undefined);
    const minor = /\bgo1\.(\d+)/.exec(version?.stdout ?? '')?.[1];
    if (minor !== undefined && Number(minor) >= 21) return command;
  }
  return undefined;
}

/** Into a folder of its own first: two test runs may build at once, and half a binary must not stay. */
async function build(go: string, path: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'build-'));
  try {
    await runGo(go, ['install', `${module}/cmd/tracing@${revision}`], buildTimeoutMs, { GOBIN: folder });
    await rename(join(folder, 'tracing'), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runGo(
  command: string,
  argumentList: readonly string[],
  timeoutMs: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  return run(command, [...argumentList], {
    // Outside of any module of Go's.
    cwd: '/',
    timeout: timeoutMs,
    env: { ...process.env, CGO_ENABLED: '0', ...environment },
  });
}

/** Go says which address failed in one line and the server's reason in the next. */
function toReason(error: unknown): string {
  const stderr: unknown = error instanceof Error && 'stderr' in error ? error.stderr : undefined;
  const text = typeof stderr === 'string' && stderr !== '' ? stderr : String(error);
  return text
    .trim()
    .split(/\s*\n\s*/)
    .slice(-2)
    .join('; ')
    .replace(/\.$/, '');
}
