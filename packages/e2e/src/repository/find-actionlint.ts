import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findGo, runGo, toGoReason, type GoBinary } from '../go/go-toolchain.ts';

const version = 'v1.7.12';
const folder = join(import.meta.dirname, `../../../../node_modules/.cache/actionlint/${version}`);
const timeoutMs = 3 * 60_000;

/** The linter of GitHub's workflows, built once with Go into `node_modules/.cache`. */
export async function findActionlint(): Promise<GoBinary> {
  const path = join(folder, 'actionlint');
  if (existsSync(path)) return { ok: true, path };
  const go = await findGo();
  if (!go.ok) return go;
  try {
    await mkdir(folder, { recursive: true });
    const argumentList = ['install', `github.com/rhysd/actionlint/cmd/actionlint@${version}`];
    await runGo(go.command, argumentList, { folder, timeoutMs, environment: { GOBIN: folder } });
    return { ok: true, path };
  } catch (error) {
    return { ok: false, reason: toGoReason(error) };
  }
}
