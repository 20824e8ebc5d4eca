import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findGo, isTimeout, runGo, toGoReason, type GoBinary } from '../go/go-toolchain.ts';
import { oneAtATime } from '../stack/one-at-a-time.ts';

/** A folder of `collectors/`. */
export type CollectorName = 'xray-exporter' | 'xray-receiver';

/** Minutes on a small machine: it compiles the AWS SDK too. */
const buildTimeoutMs = 5 * 60_000;
const downloadTimeoutMs = 2 * 60_000;

/**
 * A real OpenTelemetry Collector with the components of one folder of `collectors/`: built once with the Go toolchain
 * and kept in the user's cache for as long as its sources stay the same. There is none without Go, where Go's module
 * proxy does not give the modules, or where the build takes longer than five minutes. A build that fails rejects.
 */
export async function findCollector(name: CollectorName): Promise<GoBinary> {
  const folder = fileURLToPath(new URL(`../../collectors/${name}/`, import.meta.url));
  const builds = join(cacheRoot(), 'cruddur', 'collectors');
  const cacheFolder = join(builds, await hashOf(folder));
  const path = join(cacheFolder, name);
  if (existsSync(path)) return { ok: true, path };
  const go = await findGo();
  if (!go.ok) return go;
  return oneAtATime(builds, () => buildOnce(go.command, { folder, cacheFolder, name }));
}

async function buildOnce(go: string, { folder, cacheFolder, name }: Build): Promise<GoBinary> {
  const path = join(cacheFolder, name);
  if (existsSync(path)) return { ok: true, path };
  try {
    // All packages that the build needs, and only those: modules that only other modules' tests use may not be there.
    await runGo(go, ['list', '-mod=readonly', '-deps', '.'], { folder, timeoutMs: downloadTimeoutMs });
  } catch (error) {
    return { ok: false, reason: `Go could not download its modules: ${toGoReason(error)}` };
  }
  try {
    await build(go, { folder, cacheFolder, name });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return { ok: false, reason: `it was not built within ${buildTimeoutMs / 60_000} minutes` };
  }
  return { ok: true, path };
}

function cacheRoot(): string {
  const given = process.env['XDG_CACHE_HOME'];
  return given === undefined || given === '' ? join(homedir(), '.cache') : given;
}

/** `go.sum` has the hash of every module that goes in. */
async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

interface Build {
  readonly folder: string;
  readonly cacheFolder: string;
  readonly name: CollectorName;
}

/** Under a name of its own first: half a binary must not stay. */
async function build(go: string, { folder, cacheFolder, name }: Build): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const buildFolder = await mkdtemp(join(cacheFolder, 'build-'));
  const output = join(buildFolder, name);
  try {
    await runGo(go, ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', output, '.'], {
      folder,
      timeoutMs: buildTimeoutMs,
    });
    await rename(output, join(cacheFolder, name));
  } finally {
    await rm(buildFolder, { recursive: true, force: true });
  }
}
