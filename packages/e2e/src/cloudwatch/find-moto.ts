import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const version = '5.2.5';
/** moto's own list of what its server needs has much that the logs do without. */
const packages = [`moto==${version}`, 'flask==3.1.2', 'flask-cors==6.0.1'];
const cacheFolder = fileURLToPath(
  new URL(`../../../../node_modules/.cache/moto/${version}/`, import.meta.url),
);
/** Written last: half an environment is none. */
const completeMark = join(cacheFolder, 'complete');
const timeoutMs = 5 * 60_000;
const run = promisify(execFile);

export type MotoCommand =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/**
 * The server of moto, which imitates AWS independently of us: installed once from PyPI into a virtual environment under
 * `node_modules/.cache`. There is none without Python, or where PyPI does not give it.
 */
export async function findMoto(): Promise<MotoCommand> {
  const path = join(cacheFolder, 'bin', 'moto_server');
  if (existsSync(completeMark)) return { ok: true, path };
  try {
    await rm(cacheFolder, { recursive: true, force: true });
    await mkdir(dirname(dirname(completeMark)), { recursive: true });
    await run('python3', ['-m', 'venv', cacheFolder], { timeout: timeoutMs });
  } catch (error) {
    return { ok: false, reason: `Python could not make a virtual environment: ${toReason(error)}` };
  }
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(join(cacheFolder, 'bin', 'python3'), pip, { timeout: timeoutMs });
    await mkdir(completeMark);
  } catch (error) {
    return { ok: false, reason: `pip could not install moto ${version}: ${toReason(error)}` };
  }
  return { ok: true, path };
}

function toReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
