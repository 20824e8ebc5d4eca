import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const version = '1.58.0';
const folder = join(import.meta.dirname, `../../../node_modules/.cache/cfn-lint/${version}`);
/** Written last: half an environment is none. */
const completeMark = join(folder, 'complete');
const timeoutMs = 3 * 60_000;
const run = promisify(execFile);

export type CfnLint =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

/** AWS's own linter of templates, installed once from PyPI into a virtual environment under `node_modules/.cache`. */
export async function findCfnLint(): Promise<CfnLint> {
  const path = join(folder, 'bin/cfn-lint');
  if (existsSync(completeMark)) return { ok: true, path };
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await run('python3', ['-m', 'venv', folder], { timeout: timeoutMs });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `cfn-lint==${version}`];
    await run(join(folder, 'bin/python3'), pip, { timeout: timeoutMs });
    await mkdir(completeMark);
    return { ok: true, path };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: text.trim().split('\n').at(-1)?.slice(0, 200) ?? '' };
  }
}
