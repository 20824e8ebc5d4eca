import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGo, runGo, toGoReason, type GoBinary } from '../go/go-toolchain.ts';

/** v3.6.6: the module's path lacks the `/v3` that Go would want for the tag. */
const revision = '258270e341f3';
const module = 'github.com/aws/aws-xray-daemon';
const cacheFolder = fileURLToPath(
  new URL(`../../../../node_modules/.cache/aws-xray-daemon/${revision}/`, import.meta.url),
);
/** Compiles the AWS SDK too; minutes on a small machine. */
const buildTimeoutMs = 8 * 60_000;
const downloadTimeoutMs = 60_000;
/** Outside of any module of Go's. */
const folder = '/';

/**
 * AWS's own daemon: the one that `XRAY_DAEMON_PATH` names, else built once with the Go toolchain and kept under
 * `node_modules/.cache`. There is none without Go, or where the Go module proxy does not give the module. A build that
 * fails rejects.
 */
export async function findXRayDaemon(): Promise<GoBinary> {
  const given = process.env['XRAY_DAEMON_PATH'];
  if (given !== undefined && given !== '') return { ok: true, path: given };
  const path = join(cacheFolder, 'tracing');
  if (existsSync(path)) return { ok: true, path };
  const go = await findGo();
  if (!go.ok) return go;
  try {
    await runGo(go.command, ['mod', 'download', `${module}@${revision}`], {
      folder,
      timeoutMs: downloadTimeoutMs,
    });
  } catch (error) {
    return { ok: false, reason: `Go could not download ${module}: ${toGoReason(error)}` };
  }
  await build(go.command, path);
  return { ok: true, path };
}

/** Into a folder of its own first: two test runs may build at once, and half a binary must not stay. */
async function build(go: string, path: string): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const buildFolder = await mkdtemp(join(cacheFolder, 'build-'));
  try {
    await runGo(go, ['install', `${module}/cmd/tracing@${revision}`], {
      folder,
      timeoutMs: buildTimeoutMs,
      environment: { GOBIN: buildFolder },
    });
    await rename(join(buildFolder, 'tracing'), path);
  } finally {
    await rm(buildFolder, { recursive: true, force: true });
  }
}
